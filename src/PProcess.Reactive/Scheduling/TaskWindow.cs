namespace PProcess.Reactive.Scheduling;

/// <summary>The tasks that a worker has, oldest first: they begin in this order, and mostly end in it.</summary>
/// <remarks>A list whose front costs nothing to remove. Guarded by the dispatcher's gate.</remarks>
internal sealed class TaskWindow
{
    private readonly List<Entry> _entries = [];
    private int _start;

    public int Count => _entries.Count - _start;

    /// <summary>How many calls the tasks had when they came.</summary>
    public int Calls { get; private set; }

    public WorkerTask Oldest => _entries[_start].Task;

    public void Add(WorkerTask task)
    {
        _entries.Add(new Entry(task, task.Invocation.Count));
        Calls += task.Invocation.Count;
    }

    /// <summary>Removes a task.</summary>
    /// <returns>Whether it was the oldest.</returns>
    public bool Remove(WorkerTask task)
    {
        var index = Count > 0 && Oldest == task ? _start : IndexOf(task);
        if (index < 0)
        {
            return false;
        }

        Calls -= _entries[index].Calls;
        if (index > _start)
        {
            _entries.RemoveAt(index);
            return false;
        }

        _entries[_start++] = default; // Must not keep a task alive that has ended.
        if (_start == _entries.Count || _start > 1024)
        {
            _entries.RemoveRange(0, _start);
            _start = 0;
        }

        return true;
    }

    public bool Contains(WorkerTask task) => IndexOf(task) >= 0;

    /// <summary>All but the oldest few.</summary>
    public IEnumerable<WorkerTask> Behind(int count) => _entries.Skip(_start + count).Select(entry => entry.Task);

    private int IndexOf(WorkerTask task) => _entries.FindIndex(_start, entry => entry.Task == task);

    private readonly record struct Entry(WorkerTask Task, int Calls);
}
