using System.Diagnostics;

namespace PProcess.Reactive.Scheduling;

/// <summary>The workers that a dispatcher uses: which one takes the next tasks, and which tasks are better called back.</summary>
/// <remarks>Guarded by the dispatcher's gate.</remarks>
internal sealed class SlotTable
{
    public static readonly TimeSpan StallInterval = TimeSpan.FromMilliseconds(10);

    private const int BatchesPerWindow = 4;

    private readonly Dictionary<Worker, Slot> _slots = [];
    private int _lingering;

    /// <summary>How many workers count towards the limit.</summary>
    public int Count => _slots.Count - _lingering;

    /// <summary>How many workers have no task, those included that are starting.</summary>
    public int IdleCount
    {
        get
        {
            var count = 0;
            foreach (var slot in _slots.Values)
            {
                count += slot is { IsIdle: true, IsRetiring: false } ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>How many workers are busy, or would begin a task at once.</summary>
    public int WarmCount => _slots.Values.Count(slot => slot is { IsWarm: true, IsRetiring: false, IsLingering: false });

    /// <summary>Whether tasks wait in a worker behind another one.</summary>
    public bool HasWaitingTasks => _slots.Values.Any(slot => slot.Tasks.Calls > 1);

    /// <summary>How many calls it pays to give a worker at a time.</summary>
    public int BatchSize => _slots.Count == 0 ? 1 : Math.Max(1, _slots.Values.Sum(slot => slot.Window) / (BatchesPerWindow * _slots.Count));

    /// <summary>How many calls it pays to have posted and not ended.</summary>
    public long Depth
    {
        get
        {
            var windows = 0L;
            foreach (var slot in _slots.Values)
            {
                windows += slot.Window;
            }

            // Half as many again wait in the dispatcher, so that a window can be filled in one go.
            return windows <= _slots.Count ? windows : windows * 3 / 2;
        }
    }

    public Slot? Find(Worker worker) => _slots.GetValueOrDefault(worker);

    public void Add(Slot slot) => _slots.Add(slot.Worker, slot);

    public bool Remove(Worker worker, out Slot? slot)
    {
        var isKnown = _slots.Remove(worker, out slot);
        _lingering -= isKnown && slot!.IsLingering ? 1 : 0;
        return isKnown;
    }

    /// <summary>The worker counts no longer.</summary>
    public void Linger(Slot slot)
    {
        _lingering += slot.IsLingering ? 0 : 1;
        slot.IsLingering = true;
    }

    public List<Slot> ToList() => [.. _slots.Values];

    /// <summary>The worker that takes the next tasks; null where none has room.</summary>
    public Slot? ChooseForNext()
    {
        Slot? best = null;
        foreach (var slot in _slots.Values)
        {
            // A slot is filled when it is half empty, so that tiny tasks go many at a time.
            if (CanTake(slot) && slot.Tasks.Calls <= slot.Window / 2 && slot.Tasks.Calls < slot.Window && (best is null || slot.Tasks.Calls < best.Tasks.Calls))
            {
                best = slot;
            }
        }

        return best;
    }

    /// <summary>Half of the longest queue, where a worker has nothing to do: a worker without a task is better than a task without a worker.</summary>
    public List<WorkerTask> ChooseForIdle()
    {
        if (!_slots.Values.Any(slot => slot is { IsIdle: true, IsWarm: true, IsRetiring: false }))
        {
            return [];
        }

        var longest = _slots.Values.MaxBy(slot => slot.Tasks.Count)!;
        return [.. longest.Tasks.Behind((longest.Tasks.Count + 1) / 2)];
    }

    /// <summary>The calls that wait behind one that has turned out slow; its worker gets one at a time from now on.</summary>
    public List<WorkerTask> ChooseStalled()
    {
        List<WorkerTask> stalled = [];
        var latest = Stopwatch.GetTimestamp() - (long)(StallInterval.TotalSeconds * Stopwatch.Frequency);
        foreach (var slot in _slots.Values.Where(slot => slot.Tasks.Calls > 1 && slot.Since < latest))
        {
            stalled.AddRange(slot.Tasks.Behind(slot.Tasks.Oldest.Invocation.Count > 1 ? 0 : 1));
            slot.Shrink();
        }

        return stalled;
    }

    /// <summary>Looks at all workers: whose task is overdue, and who is to be replaced.</summary>
    /// <param name="recycling">Who is.</param>
    /// <param name="spare">How many may end because they are without a task.</param>
    public Review Look(Recycling recycling, int spare)
    {
        var review = new Review([], [], []);
        foreach (var slot in _slots.Values)
        {
            if (recycling.IsOverdue(slot) && slot.Overdue != slot.Tasks.Oldest)
            {
                slot.Overdue = slot.Tasks.Oldest;
                review.Overdue.Add(slot);
            }

            if (!slot.IsRetiring && (recycling.IsWorn(slot) || (recycling.IsUnused(slot) && spare-- > 0)))
            {
                slot.IsRetiring = true;
                review.Recalled.AddRange(slot.Tasks.Behind(1));
            }

            if (slot is { IsRetiring: true, IsIdle: true })
            {
                review.Done.Add(slot.Worker);
            }
        }

        return review;
    }

    // While one starts, another may come to take the task. An idle worker may have died unnoticed: a task given to it would be lost without having begun.
    private static bool CanTake(Slot slot) => slot is { IsWarm: true, IsRetiring: false, Worker.TakesTasks: true } && (!slot.IsIdle || slot.Worker.IsAlive);
}
