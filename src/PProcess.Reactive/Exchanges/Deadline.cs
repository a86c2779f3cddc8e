namespace PProcess.Reactive.Exchanges;

/// <summary>The time that a whole operation may take: zero polls, null waits for ever.</summary>
internal readonly struct Deadline
{
    private readonly long _start;
    private readonly TimeSpan _timeout;

    public Deadline(TimeSpan? timeout, string parameter)
    {
        _timeout = timeout ?? Timeout.InfiniteTimeSpan;
        _start = TimeProvider.System.GetTimestamp();
        if (_timeout < TimeSpan.Zero && _timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(parameter, timeout, "A timeout is zero to poll, positive, or null to wait for ever.");
        }
    }

    public bool HasPassed => _timeout != Timeout.InfiniteTimeSpan && Left == TimeSpan.Zero;

    private TimeSpan Left
    {
        get
        {
            var left = _timeout - TimeProvider.System.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Waits for the task, but not beyond the deadline.</summary>
    public async Task WaitAsync(Task task, CancellationToken cancellationToken)
    {
        // The longest that a timer takes; whoever waits longer comes back here.
        var longest = TimeSpan.FromMilliseconds(int.MaxValue);
        var wait = _timeout == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : Left < longest ? Left : longest;
        await task.WaitAsync(wait, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
