using System.Runtime.ExceptionServices;

namespace PProcess.Reactive.Exchanges;

/// <summary>What one task of a map has given so far.</summary>
/// <remarks>Written by one thread at a time; read by any. There are many: it holds no more than it must.</remarks>
internal sealed class MapPlace<T> : ChangeSignal, IResultPlace<T>
{
    private T? _first;
    private List<T>? _more; // Guarded by itself; made before _count says that there are more.
    private Exception? _error;
    private int _count;
    private bool _isComplete;

    public void Add(T result, long bytes)
    {
        if (_count == 0)
        {
            _first = result;
        }
        else
        {
            _more ??= [];
            lock (_more)
            {
                _more.Add(result);
            }
        }

        Volatile.Write(ref _count, _count + 1);
        Raise();
    }

    public ValueTask AddAsync(T result, long bytes)
    {
        Add(result, bytes);
        return ValueTask.CompletedTask;
    }

    public void Complete(Exception? error)
    {
        _error = error;
        Volatile.Write(ref _isComplete, true);
        Raise();
    }

    /// <summary>Gives a result of the task, or that it has ended; false where it has neither yet.</summary>
    public bool TryGet(int index, out (bool IsEnd, Exception? Error, T Value) found)
    {
        var isComplete = Volatile.Read(ref _isComplete); // Before the results: all are there once it is.
        found = default;
        if (index < Volatile.Read(ref _count))
        {
            found.Value = index == 0 ? _first! : More(index - 1);
            return true;
        }

        found = (true, _error, default!);
        return isComplete;
    }

    /// <summary>Waits for a result of the task, or for its end.</summary>
    public async ValueTask<(bool IsEnd, Exception? Error, T Value)> GetAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Next;
            if (TryGet(index, out var found))
            {
                return found;
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

    private T More(int index)
    {
        lock (_more!)
        {
            return _more[index];
        }
    }
}
