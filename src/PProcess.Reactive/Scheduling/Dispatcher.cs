namespace PProcess.Reactive.Scheduling;

/// <summary>Brings tasks to workers: at most a limit of workers, each with as many tasks on their way as pay off.</summary>
/// <remarks>
/// Thread-safe. Every task posted comes to exactly one end. A task that a worker has not begun is called back when it
/// waits behind a slow one or when another worker has nothing to do.
/// </remarks>
internal sealed class Dispatcher : IAsyncDisposable
{
    private readonly IWorkerSource _source;
    private readonly int _limit;
    private readonly bool _reuse;
    private readonly UnderWay _underWay = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly LinkedList<WorkerTask> _pending = [];
    private readonly SlotTable _slots = new();
    private int _starting;
    private bool _isEnding;
    private ITimer? _stallTimer;
    private Task? _disposal;
    private int _depth;

    public Dispatcher(IWorkerSource source, int? limit, bool reuse)
    {
        _source = source;
        _limit = limit ?? int.MaxValue;
        _reuse = reuse;
        _depth = _limit;
    }

    /// <summary>How many tasks it pays to have posted and not ended; never below the limit.</summary>
    public int Depth => Volatile.Read(ref _depth);

    public void Post(WorkerTask task) => Enqueue(task, first: false);

    /// <summary>Takes back a task that a worker has returned: it goes before those that no worker has seen.</summary>
    public void Repost(WorkerTask task) => Enqueue(task, first: true);

    /// <summary>Removes a task that no worker has yet.</summary>
    public bool TryRemove(WorkerTask task)
    {
        lock (_gate)
        {
            return _pending.Remove(task);
        }
    }

    /// <summary>Ends every task and gives the workers back. Tasks that had no outcome fail as cancelled.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    private void Enqueue(WorkerTask task, bool first)
    {
        lock (_gate)
        {
            if (!_isEnding)
            {
                if (first)
                {
                    _pending.AddFirst(task);
                }
                else
                {
                    _pending.AddLast(task);
                }

                task = null!;
            }
        }

        if (task is null)
        {
            Assign();
        }
        else
        {
            task.Abandon(new OperationCanceledException("The exchange has been disposed."));
        }
    }

    private void Assign()
    {
        while (TakeAssignment(out var worker) is { Count: > 0 } tasks)
        {
            worker.Post(tasks);
        }
    }

    private List<WorkerTask> TakeAssignment(out Worker worker)
    {
        lock (_gate)
        {
            worker = null!;
            StartWorkersUnderGate();
            if (_pending.Count == 0 || _slots.ChooseForNext() is not { } slot)
            {
                return [];
            }

            worker = slot.Worker;
            List<WorkerTask> tasks = [];
            while (slot.Tasks.Count < slot.Window && _pending.First is { } next)
            {
                _pending.RemoveFirst();
                slot.Add(next.Value);
                tasks.Add(next.Value);
            }

            if (slot.Tasks.Count > 1)
            {
                _stallTimer ??= TimeProvider.System.CreateTimer(static dispatcher => ((Dispatcher)dispatcher!).RecallStalled(), this, SlotTable.StallInterval, SlotTable.StallInterval);
            }

            return tasks;
        }
    }

    private void StartWorkersUnderGate()
    {
        if (_isEnding || _pending.Count == 0 || _slots.Count + _starting >= _limit)
        {
            return;
        }

        var idle = _slots.IdleCount;
        while (_starting + idle < _pending.Count && _slots.Count + _starting < _limit)
        {
            _starting++;
            _underWay.Add(Task.Run(StartWorker));
        }
    }

    private void StartWorker()
    {
        Worker? worker = null;
        LaunchException? failure = null;
        try
        {
            worker = _source.Rent();
            worker.TaskEnded += OnTaskEnded;
        }
        catch (LaunchException error)
        {
            failure = error;
        }

        lock (_gate)
        {
            _starting--;
            if (worker is not null && _isEnding)
            {
                _underWay.Add(Task.Run(() => EndAsync(worker)));
            }
            else if (worker is not null)
            {
                var slot = new Slot(worker, isFixed: !_reuse);
                _slots.Add(slot);
                UpdateDepthUnderGate();
                _underWay.Add(WatchAsync(slot));
            }
        }

        if (failure is not null)
        {
            FailPending(failure);
        }

        Assign();
    }

    private async Task WatchAsync(Slot slot)
    {
        await Task.WhenAny(slot.Worker.Completion, slot.Released).ConfigureAwait(false);
        if (slot.Released.IsCompleted)
        {
            return;
        }

        Retire(slot.Worker);
        Assign();
    }

    private void Retire(Worker worker)
    {
        Release(worker);
        if (worker.StartFailure is { } failure)
        {
            FailPending(failure);
        }
    }

    // While other workers live, they serve the tasks; without any, each further attempt would only fail again.
    private void FailPending(LaunchException failure)
    {
        List<WorkerTask> failed = [];
        lock (_gate)
        {
            if (_slots.Count == 0 && _starting == 0)
            {
                failed.AddRange(_pending);
                _pending.Clear();
            }
        }

        failed.ForEach(task => task.Abandon(failure));
    }

    private void OnTaskEnded(Worker worker, WorkerTask task)
    {
        lock (_gate)
        {
            if (_slots.Find(worker) is { } slot)
            {
                slot.Remove(task, hasRun: task.Worker is not null);
                if (!_reuse && slot.IsIdle)
                {
                    // In the same breath, or the idle worker could be given another task.
                    ReleaseUnderGate(worker);
                    _underWay.Add(Task.Run(() => _source.ReturnAsync(worker)));
                }

                UpdateDepthUnderGate();
            }
        }

        if (worker.HasEnded)
        {
            Retire(worker); // Before its other tasks come back: they must not be sent there again.
        }

        Assign();
        RecallForIdle();
    }

    private void Release(Worker worker)
    {
        lock (_gate)
        {
            ReleaseUnderGate(worker);
        }
    }

    private void ReleaseUnderGate(Worker worker)
    {
        worker.TaskEnded -= OnTaskEnded;
        if (_slots.Remove(worker, out var slot))
        {
            slot!.Release();
            UpdateDepthUnderGate();
        }
    }

    private void UpdateDepthUnderGate() => Volatile.Write(ref _depth, (int)Math.Clamp(_slots.Depth, _limit, int.MaxValue));

    private void RecallForIdle()
    {
        List<WorkerTask> recalled;
        lock (_gate)
        {
            recalled = _pending.Count > 0 ? [] : _slots.ChooseForIdle();
        }

        recalled.ForEach(task => task.Worker?.Recall(task));
    }

    private void RecallStalled()
    {
        List<WorkerTask> recalled;
        lock (_gate)
        {
            recalled = _slots.ChooseStalled();
            if (!_slots.HasWaitingTasks)
            {
                _stallTimer?.Dispose();
                _stallTimer = null;
            }
        }

        recalled.ForEach(task => task.Worker?.Recall(task));
    }

    private async Task EndAsync()
    {
        List<WorkerTask> pending;
        List<Slot> slots;
        lock (_gate)
        {
            _isEnding = true;
            pending = [.. _pending];
            _pending.Clear();
            slots = _slots.ToList();
        }

        var cancelled = new OperationCanceledException("The exchange has been disposed.");
        pending.ForEach(task => task.Abandon(cancelled));
        await Task.WhenAll(slots.Select(EndAsync)).ConfigureAwait(false);
        await _underWay.WhenDoneAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _stallTimer?.Dispose();
        }
    }

    private async Task EndAsync(Slot slot)
    {
        do
        {
            await slot.Worker.EndTasksAsync().ConfigureAwait(false);
            await Task.Yield();
        }
        while (IsAwaitingTask(slot));

        await EndAsync(slot.Worker).ConfigureAwait(false);
    }

    // A task is posted outside of the gate: one that was assigned before the end may still be on its way to the worker.
    private bool IsAwaitingTask(Slot slot)
    {
        lock (_gate)
        {
            return !slot.IsIdle && !slot.Worker.HasEnded;
        }
    }

    private async Task EndAsync(Worker worker)
    {
        Release(worker);
        await _source.ReturnAsync(worker).ConfigureAwait(false);
    }
}
