namespace PProcess.Workers;

/// <summary>The tasks that a worker has been given, of which one runs at a time, in the order of their arrival.</summary>
internal sealed class TaskQueue
{
    /// <summary>No task's id: by recalling it, the host says that it has taken back all that it had sent behind the last task.</summary>
    public const uint AllBehindLast = uint.MaxValue; // 0 is the id of one that is recalled while it is being posted.

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Queue<TaskContext> _waiting = [];
    private readonly Dictionary<int, TaskContext> _tasks = [];
    private TaskContext? _running;
    private bool _isActive;
    private bool _isClosed;
    private bool _isReopened;
    private TaskCompletionSource? _idle;
    private Task _drain = Task.CompletedTask;

    /// <summary>Whether somebody runs tasks.</summary>
    public bool IsActive
    {
        get
        {
            lock (_gate)
            {
                return _isActive;
            }
        }
    }

    /// <summary>Adds a task to the end.</summary>
    /// <exception cref="ProtocolException">There is a task of that id.</exception>
    public void Add(TaskContext task)
    {
        lock (_gate)
        {
            if (!_tasks.TryAdd((int)task.Id, task))
            {
                throw new ProtocolException($"The host calls task {task.Id} twice.");
            }

            _waiting.Enqueue(task);
        }
    }

    /// <summary>Makes the caller the one who runs tasks, if there are any and nobody runs them.</summary>
    public bool TryActivate()
    {
        lock (_gate)
        {
            return !_isActive && !_isClosed && (_isActive = _waiting.Count > 0);
        }
    }

    /// <summary>Runs tasks on this thread until there are none, or one goes on asynchronously, and with it those behind it.</summary>
    public void Drain()
    {
        TaskCompletionSource? idle;
        while (TakeNext(out idle) is { } task)
        {
            var run = task.RunAsync();
            if (!run.IsCompletedSuccessfully)
            {
                _drain = DrainAsync(run);
                return;
            }
        }

        // Who waits goes on at once, on this thread: it ends the worker, for which a pool would have to be started.
        idle?.TrySetResult();
    }

    /// <summary>Finds a task that has not ended.</summary>
    public TaskContext? Find(uint id)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault((int)id);
        }
    }

    /// <summary>Drops the tasks that the host had sent before it knew of the last one's end; what comes now may run.</summary>
    public void Reopen()
    {
        lock (_gate)
        {
            if (!_isClosed && _running is not { IsLast: true })
            {
                return;
            }

            _tasks.Clear(); // Those that wait are passed over.
            _isClosed = false;
            _isReopened = true;
        }
    }

    /// <summary>Takes a task back if it has not begun. Behind the last one, the host takes back the others by itself.</summary>
    public bool TryRemove(uint id)
    {
        lock (_gate)
        {
            return !_isClosed && _running?.Id != id && _tasks.Remove((int)id);
        }
    }

    /// <summary>Lets go of whatever tasks wait for at the connection, which is gone.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            foreach (var task in _tasks.Values)
            {
                task.Abandon();
            }
        }
    }

    /// <summary>Waits until no task runs or waits.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _isActive ? (_idle ??= new()).Task : Task.CompletedTask;
        }
    }

    private async Task DrainAsync(ValueTask run)
    {
        await run.ConfigureAwait(false);
        TaskCompletionSource? idle;
        while (TakeNext(out idle) is { } task)
        {
            await task.RunAsync().ConfigureAwait(false);
        }

        // This may be a thread of the user's, for which the end of the process waits.
        if (idle is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static idle => idle.TrySetResult(), idle, preferLocal: false);
        }
    }

    // Where there is none, whoever waits for that is the caller's to tell.
    private TaskContext? TakeNext(out TaskCompletionSource? idle)
    {
        lock (_gate)
        {
            if (_running is not null)
            {
                _tasks.Remove((int)_running.Id);
                _isClosed = _running.IsLast && !_isReopened;
                _running = null;
            }

            while (!_isClosed && _waiting.TryDequeue(out var next))
            {
                if (_tasks.ContainsKey((int)next.Id))
                {
                    idle = null;
                    return _running = next;
                }
            }

            _isActive = false;
            idle = _idle;
            _idle = null;
            return null;
        }
    }
}
