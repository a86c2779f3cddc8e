using System.Threading.Channels;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Mappings;

/// <summary>One enumeration of a map: pulls inputs as capacity frees, and gives their tasks in order.</summary>
/// <remarks>
/// Two loops: one pulls inputs and posts their tasks, the other is the consumer's. Between them wait at most as many tasks
/// as twice the dispatcher's depth: a slow consumer stops the pulling. While the consumer waits for one slow task, others
/// may overtake it, as far as <see cref="ExchangeOptions.BufferCapacity"/> and <see cref="ExchangeOptions.BufferBytes"/> let them.
/// </remarks>
internal sealed class MapRun<T, TResult> : IAsyncDisposable
{
    // A source that is blocked in its own code cannot be ended; it is left to end by itself.
    private static readonly TimeSpan SourceGrace = TimeSpan.FromSeconds(1);

    private readonly Channel<MapTask<T, TResult>> _tasks = Channel.CreateUnbounded<MapTask<T, TResult>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AsyncSignal _room = new();
    private readonly AsyncSignal _done = new();
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly ExchangeOptions _options;
    private readonly Mapping<T> _mapping;
    private readonly Dispatcher _dispatcher;
    private readonly bool _isOrdered;
    private readonly Task _pump;
    private MapTask<T, TResult>? _awaited;
    private int _running;
    private int _untaken;
    private long _untakenBytes;
    private bool _isConsumerWaiting;
    private bool _isComplete;
    private Exception? _failure; // Set before _isComplete.

    public MapRun(IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions options, bool isOrdered, CancellationToken cancellationToken)
    {
        _mapping = mapping;
        _isOrdered = isOrdered;
        _options = options;
        _dispatcher = Dispatcher.ForMap(options);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _cancelled = _ending.Token.UnsafeRegister(static run => ((MapRun<T, TResult>)run!).Wake(), this);
        _pump = Task.Run(() => PumpAsync(source), CancellationToken.None);
    }

    /// <summary>The next task that is done; null behind the last.</summary>
    /// <exception cref="OperationCanceledException">The enumeration's token was cancelled.</exception>
    public async ValueTask<MapTask<T, TResult>?> TakeAsync(CancellationToken cancellationToken)
    {
        MapTask<T, TResult>? task;
        while (!_tasks.Reader.TryRead(out task))
        {
            if (!await _tasks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        Volatile.Write(ref _awaited, task);
        Interlocked.MemoryBarrier();
        while (!task.IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Volatile.Write(ref _isConsumerWaiting, true);
            WakePump();
            await _done.WaitAsync().ConfigureAwait(false);
            Volatile.Write(ref _isConsumerWaiting, false);
        }

        Interlocked.Decrement(ref _untaken);
        Interlocked.Add(ref _untakenBytes, -task.ResultBytes);
        WakePump();
        return task;
    }

    public void OnDone(MapTask<T, TResult> task)
    {
        Interlocked.Add(ref _untakenBytes, task.ResultBytes);
        var running = Interlocked.Decrement(ref _running);
        if (!_isOrdered)
        {
            _tasks.Writer.TryWrite(task);
            if (running == 0 && Volatile.Read(ref _isComplete))
            {
                _tasks.Writer.TryComplete(_failure);
            }
        }

        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _awaited) == task)
        {
            _done.Set();
        }

        WakePump();
    }

    public void Repost(MapTask<T, TResult> task) => _dispatcher.Repost(task);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _cancelled.DisposeAsync().ConfigureAwait(false);
        await _dispatcher.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_pump, Task.Delay(SourceGrace)).ConfigureAwait(false);
        if (_pump.IsCompleted)
        {
            _ending.Dispose();
        }
    }

    private bool HasRoom
    {
        get
        {
            var depth = _dispatcher.Depth;
            var ahead = Volatile.Read(ref _isConsumerWaiting) ? Math.Max(2L * depth, _options.BufferCapacity) : 2L * depth;
            return Volatile.Read(ref _running) < depth
                && Volatile.Read(ref _untaken) < Math.Min(ahead, _options.BufferCapacity)
                && Interlocked.Read(ref _untakenBytes) < _options.BufferBytes;
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<T> source)
    {
        Exception? failure = null;
        try
        {
            _ending.Token.ThrowIfCancellationRequested(); // Before the source is touched.
            await WaitForRoomAsync().ConfigureAwait(false);
            await foreach (var input in source.WithCancellation(_ending.Token).ConfigureAwait(false))
            {
                Post(input);
                await WaitForRoomAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            failure = error; // The source's failure reaches the consumer behind the results of what it gave before.
        }

        Complete(failure);
    }

    private void Post(T input)
    {
        CannotTravelException? refusal = null;
        Invocation invocation;
        try
        {
            invocation = _mapping.Bind(input);
        }
        catch (CannotTravelException error)
        {
            (refusal, invocation) = (error, Invocation.Create(static () => { })); // The outcome of this input, and of no other.
        }

        var task = new MapTask<T, TResult>(invocation, input, this) { Retries = _options.Retries };
        Interlocked.Increment(ref _untaken);
        Interlocked.Increment(ref _running);
        if (_isOrdered)
        {
            _tasks.Writer.TryWrite(task);
        }

        if (refusal is null)
        {
            _dispatcher.Post(task);
        }
        else
        {
            task.Abandon(refusal);
        }
    }

    private void Complete(Exception? failure)
    {
        if (_isOrdered)
        {
            _tasks.Writer.TryComplete(failure);
            return;
        }

        _failure = failure;
        Volatile.Write(ref _isComplete, true);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _running) == 0)
        {
            _tasks.Writer.TryComplete(failure);
        }
    }

    private async ValueTask WaitForRoomAsync()
    {
        while (!HasRoom)
        {
            _ending.Token.ThrowIfCancellationRequested();
            await _room.WaitAsync().ConfigureAwait(false);
        }
    }

    // Spares the signal where the pump could not go on anyway.
    private void WakePump()
    {
        if (HasRoom)
        {
            _room.Set();
        }
    }

    private void Wake()
    {
        _room.Set();
        _done.Set();
    }
}
