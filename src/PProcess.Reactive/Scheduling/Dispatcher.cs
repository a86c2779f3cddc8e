namespace PProcess.Reactive.Scheduling;

/// <summary>Brings tasks to workers: at most a limit of workers, each with as many tasks on their way as pay off.</summary>
/// <remarks>
/// Thread-safe. Every task posted comes to exactly one end. A task that a worker has not begun is called back when it
/// waits behind a slow one or when another worker has nothing to do.
/// </remarks>
internal sealed partial class Dispatcher : IAsyncDisposable
{
    private readonly IWorkerSource _source;
    private readonly TimeSpan? _timeout;
    private readonly int _limit;
    private readonly bool _reuse;
    private readonly Func<bool> _mayBegin;
    private readonly Action? _onHungry;
    private readonly Recycling _recycling;
    private readonly UnderWay _underWay = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly PendingTasks _pending = new();
    private readonly SlotTable _slots = new();
    private readonly WorkerStarter _starter;
    private readonly Upkeep _upkeep;
    private bool _isEnding;
    private Task? _disposal;
    private int _depth;
    private int _batchSize = 1;
    private bool _isHungry;

    /// <summary>Creates a dispatcher without workers; they are started as tasks come.</summary>
    /// <param name="source">Where workers come from.</param>
    /// <param name="options">How tasks are run.</param>
    /// <param name="reuse">Whether workers serve one task after another.</param>
    /// <param name="mayBegin">Whether tasks may begin now; when it turns true again, <see cref="Continue"/> is to be called.</param>
    /// <param name="onHungry">Called when a worker has nothing to do, or could be started, and no task waits for it.</param>
    public Dispatcher(IWorkerSource source, ExchangeOptions options, bool reuse, Func<bool> mayBegin, Action? onHungry = null)
    {
        _onHungry = onHungry;
        _isHungry = onHungry is not null; // Workers can be started.
        _source = source;
        _timeout = options.Timeout;
        _limit = options.Limit ?? int.MaxValue;
        _reuse = reuse;
        _mayBegin = mayBegin;
        _depth = _limit;
        _recycling = new Recycling(options);
        _starter = new WorkerStarter(source, OnStarted, OnStartFailed);
        _upkeep = new Upkeep(_gate, _slots, _recycling, CountSpareUnderGate, TakeReviewUnderGate, Assign);
        _upkeep.Start();
    }

    /// <summary>Creates the dispatcher of a PMap, with shared workers where any worker will do.</summary>
    public static Dispatcher ForMap(ExchangeOptions options, Action? onHungry = null)
    {
        var reuse = options.Reuse ?? true;
        return new Dispatcher(reuse && options.AllowSharedWorkers ? SharedPool.For(options.Launcher) : new OwnWorkers(options), options, reuse, static () => true, onHungry);
    }

    /// <summary>How many calls it pays to have posted and not ended; never below the limit.</summary>
    public int Depth => Volatile.Read(ref _depth);

    /// <summary>How many calls it pays to have in one task.</summary>
    public int BatchSize => Volatile.Read(ref _batchSize);

    /// <summary>Whether a further task would find a worker without one, or could have one started.</summary>
    public bool IsHungry => Volatile.Read(ref _isHungry);

    public void Post(WorkerTask task) => Enqueue(task, first: false);

    /// <summary>Takes back a task that a worker has returned: it goes before those that no worker has seen.</summary>
    public void Repost(WorkerTask task) => Enqueue(task, first: true);

    /// <summary>Goes on after tasks could not begin.</summary>
    public void Continue() => Assign();

    /// <summary>The task has given what was wanted of it and may run on to its end: its worker counts no longer, unless it is one of a fixed set.</summary>
    public void Linger(WorkerTask task)
    {
        lock (_gate)
        {
            if (!_reuse && task.Worker is { } worker && _slots.Find(worker) is { } slot && slot.Tasks.Contains(task))
            {
                _slots.Linger(slot);
            }
        }

        Assign();
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
        bool isTooLate;
        Assignment? assignment;
        lock (_gate)
        {
            isTooLate = _isEnding;
            if (!isTooLate && first)
            {
                _pending.AddReturned(task);
            }
            else if (!isTooLate)
            {
                _pending.Add(task);
            }

            assignment = TakeAssignmentUnderGate();
        }

        if (isTooLate && task.TryClaim())
        {
            task.Abandon(new OperationCanceledException("The exchange has been disposed."));
        }

        Carry(assignment);
    }

    private void Assign()
    {
        Assignment? assignment;
        lock (_gate)
        {
            assignment = TakeAssignmentUnderGate();
        }

        Carry(assignment);
    }

    // Outside of the gate: whatever comes of posting calls back.
    private void Carry(Assignment? assignment)
    {
        while (assignment is not null)
        {
            assignment.Worker.Post(assignment.Tasks);
            lock (_gate)
            {
                assignment = TakeAssignmentUnderGate();
            }
        }

        if (IsHungry)
        {
            _onHungry?.Invoke();
        }
    }

    private Assignment? TakeAssignmentUnderGate()
    {
        var assignment = ChooseAssignmentUnderGate();
        if (_onHungry is not null)
        {
            Volatile.Write(ref _isHungry, _pending.Calls < _slots.IdleCount + Math.Max(0L, (long)_limit - _slots.Count));
        }

        return assignment;
    }

    private Assignment? ChooseAssignmentUnderGate()
    {
        if (!_pending.IsEmpty || _prepared > 0)
        {
            StartWorkersUnderGate();
        }

        if (_pending.IsEmpty || !_mayBegin() || _slots.ChooseForNext() is not { } slot)
        {
            return null;
        }

        List<WorkerTask> tasks = [];
        var room = Math.Min(slot.Window, (long)_recycling.RoomFor(slot) + slot.Tasks.Calls);
        while (slot.Tasks.Calls < room && _pending.TryTake((int)Math.Min(room - slot.Tasks.Calls, BatchSize), out var next))
        {
            slot.Add(next);
            tasks.Add(next);
        }

        if (slot.Tasks.Calls > 1)
        {
            _upkeep.WatchForStalls();
        }

        GiveWayUnderGate();
        return tasks.Count == 0 ? null : new Assignment(slot.Worker, tasks);
    }

    private void OnTaskEnded(Worker worker, WorkerTask task, TimeSpan? time)
    {
        if (worker.HasEnded)
        {
            Release(worker); // Before its other tasks come back: they must not be sent there again.
        }

        var isIdle = false;
        Assignment? assignment;
        lock (_gate)
        {
            if (_slots.Find(worker) is { } slot)
            {
                RemoveUnderGate(slot, task, time);
                isIdle = slot.IsIdle && _pending.IsEmpty;
            }

            assignment = TakeAssignmentUnderGate();
        }

        Carry(assignment);
        if (isIdle)
        {
            _upkeep.RecallForIdle();
        }
    }

    private void RemoveUnderGate(Slot slot, WorkerTask task, TimeSpan? time)
    {
        var window = slot.Window;
        slot.Remove(task, hasRun: task.Worker is not null, time);
        slot.IsRetiring |= _recycling.IsWorn(slot);
        if (slot.IsIdle && (!_reuse || slot.IsRetiring))
        {
            GiveBackUnderGate(slot.Worker); // In the same breath, or the idle worker could be given another task.
        }
        else if (slot.Window != window)
        {
            UpdateDepthUnderGate();
        }
    }

    private void GiveBackUnderGate(Worker worker)
    {
        ReleaseUnderGate(worker);
        var givingWay = _givingWay;
        _underWay.Add(Task.Run(() => ReturnBehindAsync(givingWay, worker)));
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

    private void UpdateDepthUnderGate()
    {
        Volatile.Write(ref _depth, (int)Math.Clamp(_slots.Depth, _limit, int.MaxValue));
        Volatile.Write(ref _batchSize, _recycling.NeedsSingleCalls ? 1 : _slots.BatchSize);
    }

    private void TakeReviewUnderGate(Review review)
    {
        review.Overdue.ForEach(slot => _underWay.Add(slot.Worker.TimeOutAsync(slot.Overdue!, _timeout!.Value)));
        review.Done.ForEach(GiveBackUnderGate);
    }

    private async Task EndAsync()
    {
        List<WorkerTask> pending;
        List<Slot> slots;
        lock (_gate)
        {
            _isEnding = true;
            pending = _pending.TakeAll();
            slots = _slots.ToList();
        }

        _warmed.Raise();
        await _ending.CancelAsync().ConfigureAwait(false);
        var cancelled = new OperationCanceledException("The exchange has been disposed.");
        pending.ForEach(task => task.Abandon(cancelled));
        await Task.WhenAll(slots.Select(EndAsync)).ConfigureAwait(false);
        await _underWay.WhenDoneAsync().ConfigureAwait(false);
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
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
