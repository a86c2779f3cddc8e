namespace PProcess.Reactive.Scheduling;

// How its workers come; what they are given is in Dispatcher.cs.
internal sealed partial class Dispatcher
{
    private void StartWorkersUnderGate()
    {
        if (!_isEnding && _slots.Count + _starter.Count < _limit && _mayBegin())
        {
            _starter.Start(Math.Min(_pending.Calls - _slots.IdleCount, _limit - _slots.Count), _underWay);
        }
    }

    private void OnStarted(Worker worker)
    {
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
                var slot = new Slot(worker, isFixed: !_reuse);
                _slots.Add(slot);
                UpdateDepthUnderGate();
                _underWay.Add(WatchAsync(slot));
            }
        }

        Assign();
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
        if (slot.Worker.ReadyAt != long.MaxValue)
        {
            OnReady();
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

    private void OnReady()
    {
        bool wereFailing;
        lock (_gate)
        {
            wereFailing = _starter.Attempts.IsProbing;
            _starter.Attempts.Reset();
        }

        if (wereFailing)
        {
            Assign();
        }
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
            }
            else if (!_isEnding)
            {
                _underWay.Add(AssignLaterAsync(delay));
            }
        }

        failed.ForEach(task => task.Abandon(failure));
    }

    private async Task AssignLaterAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _starter.Attempts.Allow();
        }

        Assign();
    }
}
