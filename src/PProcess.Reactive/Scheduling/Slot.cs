using System.Diagnostics;

namespace PProcess.Reactive.Scheduling;

/// <summary>A worker in use by a dispatcher, and how many calls may be on their way to it.</summary>
/// <remarks>
/// The window follows the duration of the calls: it holds about four milliseconds of work, so that short ones do not
/// wait for a round trip each, and long ones go one at a time. The worker's own clock is asked, where it says something: seen from here,
/// the shortest call takes as long as its worker waits for a processor, and where there are many of them nobody would get more than one.
/// Guarded by the dispatcher's gate.
/// </remarks>
/// <param name="worker">The worker.</param>
/// <param name="isFixed">Whether the window stays at one call.</param>
/// <param name="warmedUp">Ends when the worker has warmed up.</param>
internal sealed class Slot(Worker worker, bool isFixed, Task warmedUp)
{
    private const int MaxWindow = 2048;
    private const double Smoothing = 0.2;

    private static readonly double WorkAhead = Stopwatch.Frequency * 0.004;

    // Arguments take their time before the worker's clock runs: a pipe carries about a gigabyte per second.
    private static readonly double TicksPerByte = Stopwatch.Frequency / 1e9;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _duration;
    private long _lookedAt;

    public Worker Worker => worker;

    /// <summary>Ends when the worker has warmed up.</summary>
    public Task WarmedUp => warmedUp;

    /// <summary>Whether a task would begin at once, were it not for others: the worker has started and warmed up.</summary>
    public bool IsWarm => worker.ReadyAt != long.MaxValue && warmedUp.IsCompleted;

    /// <summary>Since when that is so, as a <see cref="Stopwatch"/> timestamp; <see cref="long.MaxValue"/> before.</summary>
    public long WarmSince { get; private set; } = long.MaxValue;

    /// <summary>Ends when the dispatcher has done with the worker.</summary>
    public Task Released => _released.Task;

    public int Window { get; private set; } = 1;

    public TaskWindow Tasks { get; } = new();

    public bool IsIdle => Tasks.Count == 0;

    /// <summary>When the worker's present task began, as far as is known here, or since when it has none.</summary>
    public long Since { get; private set; } = Stopwatch.GetTimestamp();

    public long StartedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>How many calls have run in it.</summary>
    public int Served { get; private set; }

    /// <summary>Whether it gets no more tasks and is replaced when it has none.</summary>
    public bool IsRetiring { get; set; }

    /// <summary>Whether its task runs on for itself: the worker no longer counts.</summary>
    public bool IsLingering { get; set; }

    /// <summary>The task that is being ended because its time is up.</summary>
    public WorkerTask? Overdue { get; set; }

    public void Release() => _released.TrySetResult();

    public void OnWarm() => WarmSince = Stopwatch.GetTimestamp();

    public void Add(WorkerTask task)
    {
        if (IsIdle)
        {
            Since = Stopwatch.GetTimestamp();
        }

        Tasks.Add(task);
    }

    /// <summary>Takes note that a task has ended; its duration sets the window.</summary>
    /// <param name="task">The task.</param>
    /// <param name="hasRun">Whether it ended there, and was not taken back.</param>
    /// <param name="time">How long its calls took, as the worker says; null where it does not, and the time that has passed here counts.</param>
    public void Remove(WorkerTask task, bool hasRun, TimeSpan? time)
    {
        var isOldest = Tasks.Remove(task);
        Overdue = Overdue == task ? null : Overdue; // It may come again.
        var calls = task.Invocation.Count;
        Served += hasRun ? calls : 0;
        if (!isOldest)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        var duration = Math.Max(1.0, time is { } told ? TicksOf(told) + (TicksPerByte * task.Invocation.ArgumentBytes) : now - Since) / calls;
        Since = now;
        if (!hasRun)
        {
            return;
        }

        _duration = _duration == 0 ? duration : (_duration * (1 - Smoothing)) + (duration * Smoothing);
        if (!isFixed)
        {
            Window = (int)Math.Clamp(WorkAhead / _duration, 1, Math.Min(2 * Window, MaxWindow));
        }
    }

    /// <summary>Whether it is time to look at the worker's memory again.</summary>
    public bool TryLook(TimeSpan interval)
    {
        var now = Stopwatch.GetTimestamp();
        var isTime = Stopwatch.GetElapsedTime(_lookedAt, now) >= interval;
        _lookedAt = isTime ? now : _lookedAt;
        return isTime;
    }

    /// <summary>Back to one task at a time, until tasks have proved to be short again.</summary>
    public void Shrink() => Window = 1;

    private static double TicksOf(TimeSpan time) => time.TotalSeconds * Stopwatch.Frequency;
}
