using System.Diagnostics;

namespace PProcess.Reactive.Scheduling;

/// <summary>Keeps count of starts that failed one after another, and makes the next ones wait. Guarded by the dispatcher's gate.</summary>
/// <remarks>A shortage of processes or memory may pass; a program that cannot start at all must not be started for ever.</remarks>
internal sealed class StartAttempts
{
    private const int Max = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private int _failures;
    private long _failedAt = long.MinValue;

    /// <summary>Whether a worker may be started now.</summary>
    public bool IsAllowed { get; private set; } = true;

    /// <summary>Whether the last start failed, so that one at a time is tried.</summary>
    public bool IsProbing => _failures > 0;

    /// <summary>Whether so many starts have failed that, without any worker, there is no hope.</summary>
    public bool IsExhausted => _failures >= Max;

    /// <summary>Counts a failure; starts that were under way together may have failed of one thing, and count as one.</summary>
    /// <param name="startedAt">When the start began, as a <see cref="Stopwatch"/> timestamp.</param>
    /// <returns>How long to wait before <see cref="Allow"/>.</returns>
    public TimeSpan OnFailed(long startedAt)
    {
        if (startedAt > _failedAt)
        {
            _failures++;
            _failedAt = Stopwatch.GetTimestamp();
        }

        IsAllowed = false;
        return TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << Math.Min(_failures - 1, 16), LongestDelay.Ticks));
    }

    /// <summary>The time to wait has passed.</summary>
    public void Allow() => IsAllowed = true;

    public void Reset()
    {
        _failures = 0;
        _failedAt = long.MinValue;
        IsAllowed = true;
    }
}
