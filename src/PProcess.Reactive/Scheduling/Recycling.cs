using System.Diagnostics;

namespace PProcess.Reactive.Scheduling;

/// <summary>When a worker is to be replaced. Called under the dispatcher's gate.</summary>
internal sealed class Recycling(ExchangeOptions options)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>How often to look; null where nothing depends on time.</summary>
    public TimeSpan? Interval
    {
        get
        {
            TimeSpan?[] times = [options.Timeout, options.MaxWorkerAge, options.IdleTimeout, options.MaxWorkerMemory is null ? null : TimeSpan.FromSeconds(2)];
            return times.Min() is { } shortest ? TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 20, 5, 1000)) : null;
        }
    }

    /// <summary>Whether each call has to be a task of its own: what is counted or timed begins and ends with tasks.</summary>
    public bool NeedsSingleCalls => options.Timeout is not null || options.MaxTasksPerWorker is not null || options.Retries > 0;

    /// <summary>How many further calls the worker may be given.</summary>
    public int RoomFor(Slot slot) => options.MaxTasksPerWorker is { } max ? Math.Max(0, max - slot.Served - slot.Tasks.Calls) : int.MaxValue;

    /// <summary>Whether the worker has served enough. However old or large it is, it comes to serve a task.</summary>
    public bool IsWorn(Slot slot) => slot.Served > 0
        && (slot.Served >= (options.MaxTasksPerWorker ?? int.MaxValue)
            || HasPassed(options.MaxWorkerAge, slot.StartedAt)
            || (options.MaxWorkerMemory is { } memory && slot.TryLook(LookInterval) && slot.Worker.ResidentBytes > memory));

    /// <summary>Whether the worker has been without a task for so long that it is to end, where it is not kept for later.</summary>
    public bool IsUnused(Slot slot) => slot.IsIdle && HasPassed(options.IdleTimeout, Math.Max(slot.Since, slot.WarmSince));

    /// <summary>Whether the worker's present task has had its time.</summary>
    public bool IsOverdue(Slot slot) => !slot.IsIdle && HasPassed(options.Timeout, slot.Since);

    // Never for a worker that is not warm: less than nothing has passed since the latest time there is.
    private static bool HasPassed(TimeSpan? time, long since) => time is { } limit && Stopwatch.GetElapsedTime(since) >= limit;
}
