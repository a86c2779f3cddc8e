using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive.Scheduling;

// How its workers come; what they are given is in Dispatcher.cs.
internal sealed partial class Dispatcher
{
    // For a burst of tasks to have begun.
    private static readonly TimeSpan GivingWay = TimeSpan.FromMilliseconds(20);

    private readonly ChangeSignal _warmed = new();

    // Guarded by _gate.
    private int _prepared;
    private Task _givingWay = Task.CompletedTask;
    private LaunchException? _warmUpFailure;

    /// <summary>Starts workers before there are tasks for them, and keeps as many: in all where they serve one task after another, otherwise without a task.</summary>
    /// <param name="count">How many; the limit bounds it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LaunchException">They cannot be started; none are kept from now on.</exception>
    public async Task WarmUpAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _prepared = Math.Min(count, _limit);
            _warmUpFailure = null;
        }

        Assign();
        for (var changed = _warmed.Next; !IsWarm(); changed = _warmed.Next)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsWarm()
    {
        lock (_gate)
        {
            return _isEnding ? throw new ObjectDisposedException(null, "The exchange has been disposed.")
                : _warmUpFailure is not null ? throw _warmUpFailure
                : _slots.WarmCount >= _prepared;
        }
    }

    private void StartWorkersUnderGate()
    {
        if (!_isEnding && _slots.Count + _starter.Count < _limit && _mayBegin())
        {
            var needed = _pending.Calls - _slots.IdleCount;
            var wanted = _reuse ? Math.Max(needed, _prepared - _slots.Count)
                : needed + (_givingWay.IsCompleted ? _prepared : 0);
            _starter.Start(Math.Min(wanted, _limit - _slots.Count), _underWay);
        }
    }

    // A process that starts or ends has a processor for milliseconds at a time, for which a task in a prepared worker would wait.
    private void GiveWayUnderGate()
    {
        if (!_reuse && _prepared > 0 && _givingWay.IsCompleted)
        {
            _givingWay = DelayAsync(GivingWay);
            _underWay.Add(AssignBehindAsync(_givingWay));
        }
    }

    // What is kept for later does not end for want of tasks, or another would have to be started at once.
    private int CountSpareUnderGate() => (_reuse ? _slots.Count : _slots.IdleCount) - _prepared;

    private void OnStarted(Worker worker)
    {
        var warmingUp = IsForLater() ? worker.WarmUpAsync() : Task.CompletedTask;
        lock (_gate)
        {
            _starter.OnEnded();
            if (_isEnding)
            {
                _underWay.Add(Task.Run(() => EndAsync(worker)));
            }
            else
            {
                worker.TaskEnded += OnTaskEnded;
                var slot = new Slot(worker, isFixed: !_reuse, warmingUp);
                _slots.Add(slot);
                UpdateDepthUnderGate();
                _underWay.Add(WatchAsync(slot));
            }
        }

        Assign();
    }

    // Whether no task waits for the worker that has been started.
    private bool IsForLater()
    {
        lock (_gate)
        {
            return _prepared > 0 && _pending.IsEmpty && !_isEnding;
        }
    }

    private void OnStartFailed(LaunchException failure, long startedAt)
    {
        lock (_gate)
        {
            _starter.OnEnded();
        }

        NoteFailedStart(failure, startedAt);
    }

    private async Task WatchAsync(Slot slot)
    {
        await Task.WhenAny(slot.Worker.Ready, slot.Released).ConfigureAwait(false);
        await Task.WhenAny(slot.WarmedUp, slot.Released).ConfigureAwait(false);
        if (slot.IsWarm)
        {
            OnWarm(slot);
        }

        await Task.WhenAny(slot.Worker.Completion, slot.Released).ConfigureAwait(false);
        if (slot.Worker.HasEnded)
        {
            Release(slot.Worker);
            await slot.Worker.Completion.ConfigureAwait(false); // By then its tasks are back, so that they can be failed if there is no hope.
            if (slot.Worker.StartFailure is { } failure)
            {
                NoteFailedStart(failure, slot.StartedAt);
            }

            Assign();
        }
    }

    private void OnWarm(Slot slot)
    {
        bool isWithoutWork;
        Assignment? assignment;
        lock (_gate)
        {
            slot.OnWarm();
            _starter.Attempts.Reset();
            assignment = TakeAssignmentUnderGate();
            isWithoutWork = slot.IsIdle && _pending.IsEmpty;
        }

        Carry(assignment);
        if (isWithoutWork)
        {
            _upkeep.RecallForIdle();
        }

        _warmed.Raise();
    }

    // While other workers live, they serve the tasks.
    private void NoteFailedStart(LaunchException failure, long startedAt)
    {
        List<WorkerTask> failed = [];
        lock (_gate)
        {
            var delay = _starter.Attempts.OnFailed(startedAt);
            if (_slots.Count == 0 && _starter.Count == 0 && _starter.Attempts.IsExhausted)
            {
                failed = _pending.TakeAll();
                _starter.Attempts.Reset();
                (_prepared, _warmUpFailure) = (0, failure);
            }
            else if (!_isEnding)
            {
                _underWay.Add(AttemptLaterAsync(delay));
            }
        }

        failed.ForEach(task => task.Abandon(failure));
        _warmed.Raise();
    }

    private async Task AttemptLaterAsync(TimeSpan delay)
    {
        await DelayAsync(delay).ConfigureAwait(false);
        lock (_gate)
        {
            _starter.Attempts.Allow();
        }

        Assign();
    }

    private async Task AssignBehindAsync(Task givingWay)
    {
        await givingWay.ConfigureAwait(false);
        Assign();
    }

    private async Task ReturnBehindAsync(Task givingWay, Worker worker)
    {
        await givingWay.ConfigureAwait(false);
        await _source.ReturnAsync(worker).ConfigureAwait(false);
    }

    // Shorter where the dispatcher ends.
    private async Task DelayAsync(TimeSpan delay) => await Task.Delay(delay, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
