namespace PProcess.Workers;

/// <summary>The tasks that a worker has been given, of which one runs at a time, in the order of their arrival.</summary>
internal sealed class TaskQueue : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Queue<TaskContext> _waiting = [];
    private readonly Dictionary<uint, TaskContext> _tasks = [];
    private TaskContext? _running;
    private bool _isActive;
    private TaskCompletionSource? _idle;
    private Task _drain = Task.CompletedTask;

    public void Add(TaskContext task)
    {
        lock (_gate)
        {
            _tasks.Add(task.Id, task);
            _waiting.Enqueue(task);
            if (_isActive)
            {
                return;
            }

            _isActive = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Finds a task that has not ended.</summary>
    public TaskContext? Find(uint id)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault(id);
        }
    }

    /// <summary>Takes a task back if it has not begun.</summary>
    public bool TryRemove(uint id)
    {
        lock (_gate)
        {
            return _running?.Id != id && _tasks.Remove(id);
        }
    }

    /// <summary>Waits until no task runs or waits.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _isActive ? (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    void IThreadPoolWorkItem.Execute() => _drain = DrainAsync();

    private async Task DrainAsync()
    {
        while (TakeNext() is { } task)
        {
            await task.RunAsync().ConfigureAwait(false);
        }
    }

    private TaskContext? TakeNext()
    {
        TaskCompletionSource? idle;
        lock (_gate)
        {
            if (_running is not null)
            {
                _tasks.Remove(_running.Id);
                _running = null;
            }

            while (_waiting.TryDequeue(out var next))
            {
                if (_tasks.ContainsKey(next.Id))
                {
                    return _running = next;
                }
            }

            _isActive = false;
            idle = _idle;
            _idle = null;
        }

        idle?.TrySetResult();
        return null;
    }
}
