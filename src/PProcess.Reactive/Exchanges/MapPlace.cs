using System.Runtime.ExceptionServices;

namespace PProcess.Reactive.Exchanges;

/// <summary>What one task of a map has given so far.</summary>
internal sealed class MapPlace<T> : IResultPlace<T>
{
    private readonly ChangeSignal _changed = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<T> _results = [];
    private bool _isComplete;
    private Exception? _error;

    public void Add(T result, long bytes)
    {
        lock (_gate)
        {
            _results.Add(result);
        }

        _changed.Raise();
    }

    public ValueTask AddAsync(T result)
    {
        Add(result, 0);
        return ValueTask.CompletedTask;
    }

    public void Complete(Exception? error)
    {
        lock (_gate)
        {
            _isComplete = true;
            _error = error;
        }

        _changed.Raise();
    }

    /// <summary>Waits for a result of the task, or for its end.</summary>
    public async ValueTask<(bool IsEnd, Exception? Error, T Value)> GetAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            lock (_gate)
            {
                if (index < _results.Count)
                {
                    return (false, null, _results[index]);
                }

                if (_isComplete)
                {
                    return (true, _error, default!);
                }
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the first result.</summary>
    public async Task<T> FirstAsync()
    {
        var (isEnd, error, value) = await GetAsync(0, CancellationToken.None).ConfigureAwait(false);
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return isEnd ? throw new InvalidOperationException("The task has ended without a result: its function sent nothing through its channel.") : value;
    }
}
