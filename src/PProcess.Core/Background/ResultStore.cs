namespace PProcess.Background;

/// <summary>The results of a background process that no client has whole yet, in their order.</summary>
/// <remarks>Thread-safe. A result is lent to one taker at a time, who acknowledges it or gives it back.</remarks>
internal sealed class ResultStore(int maxCount, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guarded by _gate.
    private readonly SortedDictionary<uint, StoredResult> _waiting = [];
    private readonly List<ResultWatch> _watches = [];
    private uint _lastNumber;
    private int _count;
    private long _bytes;
    private bool _isComplete;
    private bool _hasFailure;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Ends when the function has ended and everything has been acknowledged.</summary>
    public Task Drained => _drained.Task;

    /// <summary>What is here, lent results included.</summary>
    public (int Count, long Bytes, bool IsComplete, bool HasFailure) State
    {
        get
        {
            lock (_gate)
            {
                return (_count, _bytes, _isComplete, _hasFailure);
            }
        }
    }

    /// <summary>Keeps a result as soon as there is room.</summary>
    public async ValueTask AddAsync(byte[] body)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_count < maxCount && _bytes < maxBytes)
                {
                    AddUnderGate(body, isFailure: false);
                    break;
                }

                changed = _changed.Task;
            }

            await changed.ConfigureAwait(false);
        }

        Signal();
    }

    /// <summary>The function has ended: keeps how, whatever the room.</summary>
    /// <param name="last">Its return value or failure; null where there is nothing to tell.</param>
    /// <param name="isFailure">Whether it has failed.</param>
    public void Complete(byte[]? last, bool isFailure)
    {
        lock (_gate)
        {
            _isComplete = true;
            _hasFailure = isFailure;
            if (last is not null)
            {
                AddUnderGate(last, isFailure);
            }

            _watches.ForEach(watch => watch.Complete());
        }

        Signal();
    }

    /// <summary>Lends the next result, waiting for one; null where there will be none.</summary>
    public async ValueTask<StoredResult?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var next = _waiting.First();
                    _waiting.Remove(next.Key);
                    return next.Value;
                }

                if (_isComplete && _count == 0)
                {
                    return null;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A client has it whole.</summary>
    public void Acknowledge(StoredResult result)
    {
        lock (_gate)
        {
            _count--;
            _bytes -= result.Body.Length;
        }

        Signal();
    }

    /// <summary>The client that it was lent to is gone: it goes to the next.</summary>
    public void GiveBack(StoredResult result)
    {
        lock (_gate)
        {
            _waiting.Add(result.Number, result);
        }

        Signal();
    }

    /// <summary>Shows the results that are here and those to come, without giving them away.</summary>
    public ResultWatch Watch()
    {
        var watch = new ResultWatch();
        lock (_gate)
        {
            foreach (var result in _waiting.Values)
            {
                watch.Add(result);
            }

            if (_isComplete)
            {
                watch.Complete();
            }

            _watches.Add(watch);
        }

        watch.Disposed += Remove;
        return watch;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Remove(ResultWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    private void AddUnderGate(byte[] body, bool isFailure)
    {
        var result = new StoredResult(++_lastNumber, isFailure, body);
        _waiting.Add(result.Number, result);
        _count++;
        _bytes += body.Length;
        _watches.ForEach(watch => watch.Add(result));
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        bool isDrained;
        lock (_gate)
        {
            changed = _changed;
            _changed = NewSignal();
            isDrained = _isComplete && _count == 0;
        }

        changed.TrySetResult();
        if (isDrained)
        {
            _drained.TrySetResult();
        }
    }
}
