namespace PProcess;

/// <summary>Makes the awaitables of <c>Create</c> methods, for exchanges and launchers of your own.</summary>
public static class ForkAwaitable
{
    /// <summary>Makes an awaitable that gives the creating process the channel to the created one.</summary>
    /// <param name="start">Starts the rest of the method: an invocation that takes a channel, for one task in one process.</param>
    /// <returns>What to await.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="start"/> is null.</exception>
    public static ForkAwaitable<ProcessChannel> ToChannel(Func<Invocation, ProcessChannel> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new(rest => ValueTask.FromResult(start(rest)));
    }

    /// <summary>Makes an awaitable that keeps the channel for itself and gives the creating process null.</summary>
    /// <param name="start">Starts the rest of the method: an invocation that takes a channel, for one task in one process.</param>
    /// <returns>What to await.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="start"/> is null.</exception>
    public static ForkAwaitable<ProcessChannel?> ToNull(Func<Invocation, ValueTask> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new(async rest =>
        {
            await start(rest).ConfigureAwait(false);
            return null;
        });
    }
}
