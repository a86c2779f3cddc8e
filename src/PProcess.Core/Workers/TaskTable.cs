namespace PProcess.Workers;

/// <summary>The tasks that a worker has been given and has not answered, seen from the host.</summary>
/// <remarks>Thread-safe. Ids only grow, so the smallest is the oldest.</remarks>
internal sealed class TaskTable
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly SortedDictionary<uint, WorkerTask> _tasks = [];
    private uint _lastId;
    private bool _isClosed;

    /// <summary>Whether no more tasks are taken.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>Numbers a task and hands it to <paramref name="send"/>, in the order of the numbers.</summary>
    /// <returns>False where the table is closed.</returns>
    public bool TryAdd(WorkerTask task, Action<WorkerTask> send)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            task.Id = ++_lastId;
            _tasks.Add(task.Id, task);
            send(task);
            return true;
        }
    }

    /// <summary>Finds a task; null where it has ended, and only its function does not know yet.</summary>
    /// <exception cref="ProtocolException">There has never been such a task.</exception>
    public WorkerTask? Find(uint id)
    {
        lock (_gate)
        {
            return id - 1 < _lastId ? _tasks.GetValueOrDefault(id) : throw Unknown(id);
        }
    }

    /// <summary>Removes a task that has come to its end here.</summary>
    /// <exception cref="ProtocolException">There is no such task.</exception>
    public WorkerTask Take(uint id)
    {
        lock (_gate)
        {
            return _tasks.Remove(id, out var task) ? task : throw Unknown(id);
        }
    }

    /// <summary>The tasks, oldest first.</summary>
    public List<WorkerTask> ToList()
    {
        lock (_gate)
        {
            return [.. _tasks.Values];
        }
    }

    /// <summary>Takes no more tasks, and gives those that are left, oldest first.</summary>
    public List<WorkerTask> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            List<WorkerTask> left = [.. _tasks.Values];
            _tasks.Clear();
            return left;
        }
    }

    private static ProtocolException Unknown(uint id) => new($"A worker speaks of task {id}, which it does not have.");
}
