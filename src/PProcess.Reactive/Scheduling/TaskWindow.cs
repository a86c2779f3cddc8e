namespace PProcess.Reactive.Scheduling;

/// <summary>The tasks that a worker has, oldest first: they begin in this order, and mostly end in it.</summary>
/// <remarks>A list whose front costs nothing to remove. Guarded by the dispatcher's gate.</remarks>
internal sealed class TaskWindow
{
    private readonly List<WorkerTask> _tasks = [];
    private int _start;

    public int Count => _tasks.Count - _start;

    public WorkerTask Oldest => _tasks[_start];

    public void Add(WorkerTask task) => _tasks.Add(task);

    /// <summary>Removes a task.</summary>
    /// <returns>Whether it was the oldest.</returns>
    public bool Remove(WorkerTask task)
    {
        if (Count == 0 || Oldest != task)
        {
            var index = _tasks.IndexOf(task, _start);
            if (index >= 0)
            {
                _tasks.RemoveAt(index);
            }

            return false;
        }

        _tasks[_start++] = null!; // Must not keep a task alive that has ended.
        if (_start == _tasks.Count || _start > 1024)
        {
            _tasks.RemoveRange(0, _start);
            _start = 0;
        }

        return true;
    }

    public bool Contains(WorkerTask task) => _tasks.IndexOf(task, _start) >= 0;

    /// <summary>All but the oldest few.</summary>
    public List<WorkerTask> Behind(int count) => Count <= count ? [] : _tasks.GetRange(_start + count, Count - count);
}
