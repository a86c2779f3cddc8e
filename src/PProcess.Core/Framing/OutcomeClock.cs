using System.Diagnostics;

namespace PProcess.Framing;

/// <summary>Measures how long calls that run one behind the other take: from one outcome to the next. Not thread-safe.</summary>
internal sealed class OutcomeClock
{
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>A call begins behind a time without any.</summary>
    public void Restart() => _since = Stopwatch.GetTimestamp();

    /// <summary>A call has its outcome.</summary>
    /// <returns>How long it took, in ticks of <see cref="Stopwatch"/>: what ran, and what sent the outcome before.</returns>
    public long Next()
    {
        var now = Stopwatch.GetTimestamp();
        var time = now - _since;
        _since = now;
        return time;
    }
}
