using System.Diagnostics.CodeAnalysis;

namespace PProcess.Reactive.Scheduling;

/// <summary>Tasks that no worker has, in the order in which they will get one: first those that a worker has returned.</summary>
/// <remarks>Guarded by the dispatcher's gate.</remarks>
internal sealed class PendingTasks
{
    private readonly Queue<WorkerTask> _returned = [];
    private readonly Queue<WorkerTask> _posted = [];

    public int Count => _returned.Count + _posted.Count;

    public void Add(WorkerTask task) => _posted.Enqueue(task);

    public void AddReturned(WorkerTask task) => _returned.Enqueue(task);

    public bool TryTake([MaybeNullWhen(false)] out WorkerTask task) => _returned.TryDequeue(out task) || _posted.TryDequeue(out task);

    public List<WorkerTask> TakeAll()
    {
        List<WorkerTask> tasks = [.. _returned, .. _posted];
        _returned.Clear();
        _posted.Clear();
        return tasks;
    }
}
