namespace PProcess.Reactive;

/// <summary>The results of one background process, in the order in which its function gave them.</summary>
/// <remarks>
/// <para>Each enumeration is a client of its own: it connects, takes results as the loop gets them, and leaves with the loop. What
/// it did not take waits for the next. It ends when the function has ended and everything was taken.</para>
/// <para>Throws in the loop: <see cref="AddressUnreachableException"/> where no process is there that this program can talk to, the failure of the
/// function behind its results, <see cref="WorkerExitedException"/> where the process dies.</para>
/// </remarks>
/// <typeparam name="T">The type of the results.</typeparam>
public sealed class BackgroundQueue<T> : IAsyncEnumerable<T>
{
    internal BackgroundQueue(string address) => Address = address;

    /// <summary>The address of the process, as it was given.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var channel = await PersistentChannel.ConnectAsync(Address, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            await foreach (var result in channel.ReadAllAsync<T>(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }

    /// <summary>Gives the results as an observable.</summary>
    /// <remarks>Cold: each subscription is an enumeration; ending it ends that enumeration and mutes the observer. Calls do not overlap.</remarks>
    /// <returns>The observable.</returns>
    public IObservable<T> ToObservable() => new Mappings.ResultObservable<T>(this);
}
