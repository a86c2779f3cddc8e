namespace PProcess;

/// <summary>How a background process keeps its results, and for how long.</summary>
/// <remarks>Whatever takes the options refuses all that is out of range at once, with an <see cref="ArgumentOutOfRangeException"/> that names each.</remarks>
public sealed record BackgroundOptions
{
    /// <summary>
    /// How long the process lives on while no client is connected, counted from its start and from the moment the last client
    /// left, whether or not its function still runs. Then it ends, and what it has kept is lost. Above zero. Default: seven days;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: for ever.
    /// </summary>
    public TimeSpan NeverCollectedFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many results may wait for a client before the function waits in its sending, at least 1. Default: 10,000.</summary>
    public int WaitingResults { get; init; } = 10_000;

    /// <summary>
    /// How many bytes of results may wait for a client before the function waits in its sending, at least 1. The last result may go
    /// beyond, so that one of any size finds a place; 256 KiB more may be on their way. Default: 64 MiB.
    /// </summary>
    public long WaitingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Whether the process, when its function has ended without a result, stays until a client has come, so that one that is told its address
    /// finds it, and hears that there is nothing. Default: false. <see cref="NeverCollectedFor"/> is the limit of this as well.
    /// </summary>
    public bool AwaitsClient { get; init; }

    internal static BackgroundOptions Default { get; } = new();

    /// <summary>Looks for what is out of range. Whatever takes the options does so, and refuses all of it at once.</summary>
    /// <returns>A sentence for each option that is out of range, which begins with its name; nothing where all are well.</returns>
    public IReadOnlyList<string> Validate()
    {
        var errors = new OptionErrors().AtLeast(WaitingResults, 1, nameof(WaitingResults)).AtLeast(WaitingBytes, 1, nameof(WaitingBytes));
        return (NeverCollectedFor > TimeSpan.Zero || NeverCollectedFor == Timeout.InfiniteTimeSpan ? errors : errors.Add(nameof(NeverCollectedFor), NeverCollectedFor, "above zero, or infinite")).All;
    }
}
