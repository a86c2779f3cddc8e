using System.Diagnostics;

namespace PProcess.Reactive.Mappings;

/// <summary>Says when inputs go to a worker that has nothing to do, although they are not as many as pay off: not in quick succession.</summary>
/// <remarks>
/// Where there are more workers than processors, somebody is without work nearly always, and a message for each input would cost
/// more than the work itself. What is held back for it leaves a millisecond later by itself, given that the thread pool has a thread for that, in case the source gives nothing more and stops in its own code.
/// Thread-safe.
/// </remarks>
internal sealed class HungryPosting : IDisposable
{
    private static readonly long Interval = Stopwatch.Frequency / 20_000;
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(1);

    private readonly Action _post;
    private readonly ITimer _timer;
    private long _postedAt = Stopwatch.GetTimestamp() - Interval;
    private int _isSet;

    /// <param name="post">Posts the inputs that are there.</param>
    public HungryPosting(Action post)
    {
        _post = post;
        _timer = TimeProvider.System.CreateTimer(static posting => ((HungryPosting)posting!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Inputs have been posted.</summary>
    public void OnPosted() => Volatile.Write(ref _postedAt, Stopwatch.GetTimestamp());

    /// <summary>A worker has nothing to do: posts the inputs that are there, now or soon.</summary>
    public void Post()
    {
        if (Stopwatch.GetTimestamp() - Volatile.Read(ref _postedAt) >= Interval)
        {
            _post();
        }
        else if (Volatile.Read(ref _isSet) == 0 && Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _timer.Change(LongestHold, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTime()
    {
        Interlocked.Exchange(ref _isSet, 0); // First: what is added from now on finds the timer not set.
        _post();
    }
}
