namespace PProcess.Background;

/// <summary>The results that one onlooker has still to be shown.</summary>
/// <remarks>Thread-safe. An onlooker who is slow must not make the function wait or memory grow: the oldest are left out, and counted.</remarks>
internal sealed class ResultWatch : IDisposable
{
    private const int MostWaiting = 10_000;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changed = new(0);

    // Guarded by _gate.
    private readonly Queue<StoredResult> _waiting = [];
    private long _bytes;
    private int _leftOut;
    private bool _isComplete;

    /// <summary>Raised when the onlooker is gone.</summary>
    public event Action<ResultWatch>? Disposed;

    public void Add(StoredResult result)
    {
        lock (_gate)
        {
            _waiting.Enqueue(result);
            _bytes += result.Body.Length;
            while (_waiting.Count > 1 && (_waiting.Count > MostWaiting || _bytes > MostBytes))
            {
                _bytes -= _waiting.Dequeue().Body.Length;
                _leftOut++;
            }
        }

        _changed.Release();
    }

    public void Dispose()
    {
        Disposed?.Invoke(this);
        _changed.Dispose();
    }

    /// <summary>Nothing more will be added.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        _changed.Release();
    }

    /// <summary>Waits for the next result, and tells how many before it were left out; null where there will be none.</summary>
    public async ValueTask<(StoredResult? Result, int LeftOut)> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var result))
                {
                    var leftOut = _leftOut;
                    _leftOut = 0;
                    _bytes -= result.Body.Length;
                    return (result, leftOut);
                }

                if (_isComplete)
                {
                    return (null, 0);
                }
            }

            await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
