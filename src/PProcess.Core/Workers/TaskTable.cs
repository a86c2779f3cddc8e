namespace PProcess.Workers;

/// <summary>The tasks that a worker has been given and has not answered, seen from the host.</summary>
/// <remarks>Thread-safe. Ids only grow, so the smallest is the oldest.</remarks>
internal sealed class TaskTable
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<uint, WorkerTask> _tasks = [];
    private readonly HashSet<WorkerTask> _ending = [];
    private uint _lastId;

    private volatile bool _isClosed;
    private volatile bool _isLast;
    private volatile bool _isHeld;

    /// <summary>Whether no more tasks are taken, ever.</summary>
    public bool IsClosed => _isClosed || _isLast;

    /// <summary>Whether no tasks are taken while one is being ended: should the process have to be killed, none of them may have begun.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Whether there is a single task.</summary>
    public bool HasOne
    {
        get
        {
            lock (_gate)
            {
                return _tasks.Count == 1;
            }
        }
    }

    /// <summary>Numbers tasks and hands them to <paramref name="send"/>, in the order of the numbers.</summary>
    /// <returns>False where the table takes none.</returns>
    public bool TryAdd(IReadOnlyList<WorkerTask> tasks, Action<WorkerTask> send)
    {
        lock (_gate)
        {
            if (_isClosed || _isHeld || (_isLast && tasks[0] is not HookTask))
            {
                return false;
            }

            for (var i = 0; i < tasks.Count; i++)
            {
                var task = tasks[i];
                task.Id = ++_lastId;
                _tasks.Add(task.Id, task);
                send(task);
            }

            return true;
        }
    }

    /// <summary>Takes no more tasks until these are gone, as far as they are here.</summary>
    public Holding Hold(IReadOnlyCollection<WorkerTask> tasks)
    {
        lock (_gate)
        {
            List<WorkerTask> ending = [.. tasks.Where(IsHereUnderGate)];
            _ending.UnionWith(ending);
            _isHeld = _ending.Count > 0;
            List<WorkerTask> others = [.. SortedUnderGate().Where(task => !_ending.Contains(task))];
            return new Holding(ending, WhenEnded(ending), others, WhenEnded(others));
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
            return TakeUnderGate(id);
        }
    }

    /// <summary>Finds a task for its next outcome; removes it where that is its last.</summary>
    /// <exception cref="ProtocolException">There is no such task.</exception>
    public WorkerTask TakeForOutcome(uint id, out bool isLast)
    {
        lock (_gate)
        {
            if (!_tasks.TryGetValue(id, out var task))
            {
                throw Unknown(id);
            }

            isLast = !task.HasMore;
            return isLast ? TakeUnderGate(id) : task;
        }
    }

    /// <summary>The tasks, oldest first.</summary>
    public List<WorkerTask> ToList()
    {
        lock (_gate)
        {
            return SortedUnderGate();
        }
    }

    /// <summary>Takes no more tasks, and gives those that are left, oldest first.</summary>
    public List<WorkerTask> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            var left = SortedUnderGate();
            _tasks.Clear();
            return left;
        }
    }

    /// <summary>Takes no more tasks but hooks, and gives those that are left, oldest first: the worker will not run them.</summary>
    public List<WorkerTask> CloseBehindLast()
    {
        lock (_gate)
        {
            _isLast = true;
            var left = SortedUnderGate();
            _tasks.Clear();
            return left;
        }
    }

    private WorkerTask TakeUnderGate(uint id)
    {
        if (!_tasks.Remove(id, out var task))
        {
            throw Unknown(id);
        }

        if (_isHeld)
        {
            _ending.Remove(task);
            _isHeld = _ending.Count > 0;
        }

        return task;
    }

    private List<WorkerTask> SortedUnderGate() => [.. _tasks.OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    private static Task WhenEnded(List<WorkerTask> tasks) => Task.WhenAll(tasks.Select(task => task.WhenEndedAsync()));

    // A task that has gone to another worker has another id there.
    private bool IsHereUnderGate(WorkerTask task) => _tasks.TryGetValue(task.Id, out var here) && here == task;

    public static ProtocolException Unknown(uint id) => new($"A worker speaks of task {id}, which it does not have.");
}
