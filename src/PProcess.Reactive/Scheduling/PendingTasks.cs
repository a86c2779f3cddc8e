using System.Diagnostics.CodeAnalysis;

namespace PProcess.Reactive.Scheduling;

/// <summary>Tasks that no worker has, in the order in which they will get one: first those that a worker has returned.</summary>
/// <remarks>Guarded by the dispatcher's gate.</remarks>
internal sealed class PendingTasks
{
    private readonly Queue<WorkerTask> _returned = [];
    private readonly Queue<WorkerTask> _posted = [];
    private WorkerTask? _first; // What is left of one that was split.

    /// <summary>How many calls the tasks have.</summary>
    public int Calls { get; private set; }

    public bool IsEmpty => Calls == 0;

    public void Add(WorkerTask task)
    {
        _posted.Enqueue(task);
        Calls += task.Invocation.Count;
    }

    public void AddReturned(WorkerTask task)
    {
        _returned.Enqueue(task);
        Calls += task.Invocation.Count;
    }

    /// <summary>Takes the next task, or as much of it as is wanted.</summary>
    /// <param name="maxCalls">How many calls it may have.</param>
    /// <param name="task">The task.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(int maxCalls, [MaybeNullWhen(false)] out WorkerTask task)
    {
        if (!TryTakeWhole(out task))
        {
            return false;
        }

        if (task.Invocation.Count > maxCalls)
        {
            _first = task.SplitFrom(maxCalls);
        }

        Calls -= task.Invocation.Count;
        return true;
    }

    public List<WorkerTask> TakeAll()
    {
        List<WorkerTask> tasks = [];
        while (TryTakeWhole(out var task))
        {
            tasks.Add(task);
        }

        Calls = 0;
        return tasks;
    }

    private bool TryTakeWhole([MaybeNullWhen(false)] out WorkerTask task)
    {
        while (TryDequeue(out task))
        {
            if (task.TryClaim())
            {
                return true;
            }

            Calls -= task.Invocation.Count; // Withdrawn while it waited.
        }

        return false;
    }

    private bool TryDequeue([MaybeNullWhen(false)] out WorkerTask task)
    {
        (task, _first) = (_first, null);
        return task is not null || _returned.TryDequeue(out task) || _posted.TryDequeue(out task);
    }
}
