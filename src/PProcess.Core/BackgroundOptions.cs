namespace PProcess;

/// <summary>How a background process keeps its results, and for how long.</summary>
public sealed record BackgroundOptions
{
    private readonly TimeSpan _neverCollectedFor = TimeSpan.FromDays(7);
    private readonly int _waitingResults = 10_000;
    private readonly long _waitingBytes = 64 * 1024 * 1024;

    /// <summary>
    /// How long the process lives on while no client is connected, counted from its start and from the moment the last client
    /// left, whether or not its function still runs. Then it ends, and what it has kept is lost. Default: seven days;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: for ever.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero or negative.</exception>
    public TimeSpan NeverCollectedFor
    {
        get => _neverCollectedFor;
        init => _neverCollectedFor = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(NeverCollectedFor), value, "The time is positive, or infinite.");
    }

    /// <summary>How many results may wait for a client before the function waits in its sending. Default: 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int WaitingResults
    {
        get => _waitingResults;
        init => _waitingResults = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(WaitingResults), value, "At least one result must be able to wait.");
    }

    /// <summary>
    /// How many bytes of results may wait for a client before the function waits in its sending. The last result may go
    /// beyond, so that one of any size finds a place; 256 KiB more may be on their way. Default: 64 MiB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public long WaitingBytes
    {
        get => _waitingBytes;
        init => _waitingBytes = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(WaitingBytes), value, "At least one byte must be able to wait.");
    }

    /// <summary>
    /// Whether the process, when its function has ended without a result, stays until a client has come, so that one that is told its address
    /// finds it, and hears that there is nothing. Default: false. <see cref="NeverCollectedFor"/> is the limit of this as well.
    /// </summary>
    public bool AwaitsClient { get; init; }

    internal static BackgroundOptions Default { get; } = new();
}
