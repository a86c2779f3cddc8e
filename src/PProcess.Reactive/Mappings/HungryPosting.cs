using System.Diagnostics;

namespace PProcess.Reactive.Mappings;

/// <summary>Says when inputs go to a worker that has nothing to do, although they are not as many as pay off: not in quick succession.</summary>
/// <remarks>
/// Where there are more workers than processors, somebody is without work nearly always, and a message for each input would cost
/// more than the work itself. What is held back for it leaves a millisecond later by itself, in case the source gives nothing more and stops in its own code.
/// Thread-safe.
/// </remarks>
/// <param name="post">Posts the inputs that are there.</param>
internal sealed class HungryPosting(Action post) : IDisposable
{
    private static readonly long Interval = Stopwatch.Frequency / 20_000;
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private long _postedAt = Stopwatch.GetTimestamp() - Interval;

    // Guarded by _gate.
    private Timer? _timer;
    private bool _isSet;
    private bool _isDisposed;

    /// <summary>Inputs have been posted.</summary>
    public void OnPosted() => Volatile.Write(ref _postedAt, Stopwatch.GetTimestamp());

    /// <summary>A worker has nothing to do: posts the inputs that are there, now or soon.</summary>
    public void Post()
    {
        if (Stopwatch.GetTimestamp() - Volatile.Read(ref _postedAt) >= Interval)
        {
            post();
        }
        else if (!Volatile.Read(ref _isSet))
        {
            SetTimer();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void SetTimer()
    {
        lock (_gate)
        {
            if (_isSet || _isDisposed)
            {
                return;
            }

            _isSet = true;
            _timer ??= new Timer(static posting => ((HungryPosting)posting!).OnTime(), this, Timeout.Infinite, Timeout.Infinite);
            _timer.Change(LongestHold, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTime()
    {
        Volatile.Write(ref _isSet, false); // First: what is added from now on finds the timer not set.
        post();
    }
}
