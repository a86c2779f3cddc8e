namespace PProcess.Reactive.Exchanges;

/// <summary>The end of an exchange's interest in a channel.</summary>
internal static class ChannelLeaving
{
    /// <summary>
    /// Tells the function that nothing more comes, and lets it run to its end; what it still sends is dropped, so that it
    /// never waits for a receiver.
    /// </summary>
    public static async Task LeaveAsync(ProcessChannel channel)
    {
        await channel.CompleteAsync().ConfigureAwait(false);
        await channel.DrainAsync().ConfigureAwait(false);
        await channel.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
