using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Mappings;

/// <summary>One enumeration of a map: pulls inputs as capacity frees, and gives their outcomes.</summary>
/// <remarks>
/// Two loops: one pulls inputs and posts them, many in one task where they are tiny; the other is the consumer's. Between them wait at
/// most as many inputs as twice the dispatcher's depth: a slow consumer stops the pulling. While the consumer waits for one slow call,
/// others may overtake it, as far as <see cref="ExchangeOptions.BufferCapacity"/> and <see cref="ExchangeOptions.BufferBytes"/> let them.
/// </remarks>
internal sealed class MapRun<T, TResult> : IAsyncDisposable
{
    private const int BytesTakenUntold = 64 * 1024;

    // A source that is blocked in its own code cannot be ended; it is left to end by itself.
    private static readonly TimeSpan SourceGrace = TimeSpan.FromSeconds(1);

    private readonly AsyncSignal _room = new();
    private readonly AsyncSignal _done = new();
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly ExchangeOptions _options;
    private readonly OpenBatch<T, TResult> _open;
    private readonly HungryPosting _hungry;
    private readonly Dispatcher _dispatcher;
    private readonly Task _pump;

    // Where outcomes are given as they come: those that have come.
    private readonly ConcurrentQueue<MapSpan<T, TResult>>? _arrived;

    // Each written by one side only, but for _ended and _untakenBytes.
    private MapSpan<T, TResult> _head;
    private long _pulled;
    private long _ended;
    private long _taken;
    private long _untakenBytes; // Without those of the inputs, which the open batch counts as they are added.
    private long _takenBytes;
    private bool _isConsumerWaiting;
    private bool _isPumpWaiting;
    private bool _isComplete;
    private Exception? _failure; // Set before _isComplete.

    public MapRun(IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions options, bool isOrdered, CancellationToken cancellationToken)
    {
        _options = options;
        _arrived = isOrdered ? null : [];
        _open = new OpenBatch<T, TResult>(mapping, mapping.BufferFor(source), this);
        _head = new MapSpan<T, TResult>(_open.Segment, 0, 0);
        _hungry = new HungryPosting(PostOpen);
        _dispatcher = Dispatcher.ForMap(options, _hungry.Post);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _cancelled = _ending.Token.UnsafeRegister(static run => ((MapRun<T, TResult>)run!).Wake(), this);
        _pump = Task.Run(() => PumpAsync(source), CancellationToken.None);
    }

    /// <summary>Takes the next outcome, if it is there.</summary>
    public bool TryTake(out Outcome<T, TResult> outcome)
    {
        if (!MoveToNext())
        {
            outcome = default!;
            return false;
        }

        outcome = _head.Segment.Take(_head.Start, out var bytes);
        _head = _head with { Start = _head.Start + 1 };
        Volatile.Write(ref _taken, _taken + 1);
        _takenBytes += bytes;
        if (_takenBytes >= BytesTakenUntold)
        {
            TellTakenBytes();
        }

        if (Volatile.Read(ref _isPumpWaiting))
        {
            WakePump();
        }

        return true;
    }

    /// <summary>Waits until <see cref="TryTake"/> has something to take.</summary>
    /// <returns>False behind the last outcome.</returns>
    /// <exception cref="OperationCanceledException">The enumeration's token was cancelled.</exception>
    public async ValueTask<bool> WaitToTakeAsync(CancellationToken cancellationToken)
    {
        TellTakenBytes();
        try
        {
            while (true)
            {
                Volatile.Write(ref _isConsumerWaiting, true);
                Interlocked.MemoryBarrier();
                var head = _head;
                if (MoveToNext())
                {
                    return true;
                }

                if (IsAtEnd)
                {
                    ThrowFailure(cancellationToken);
                    return false;
                }

                if (_head != head)
                {
                    continue; // Who brings an outcome must see where the consumer waits.
                }

                cancellationToken.ThrowIfCancellationRequested();
                WakePump();
                await _done.WaitAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isConsumerWaiting, false);
        }
    }

    /// <summary>These have an outcome.</summary>
    public void OnDone(MapSpan<T, TResult> span, long bytes)
    {
        Interlocked.Add(ref _untakenBytes, bytes);
        Interlocked.Add(ref _ended, span.End - span.Start);
        _arrived?.Enqueue(span);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isConsumerWaiting) && (_arrived is not null || _head.Segment.IsDone(_head.Start) || _head.Segment.IsEnd(_head.Start)))
        {
            _done.Set();
        }

        if (Volatile.Read(ref _isPumpWaiting))
        {
            WakePump();
        }
    }

    public int Retries => _options.Retries;

    public void Repost(MapBatch<T, TResult> batch) => _dispatcher.Repost(batch);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _cancelled.DisposeAsync().ConfigureAwait(false);
        _hungry.Dispose();
        await _dispatcher.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_pump, Task.Delay(SourceGrace)).ConfigureAwait(false);
        if (_pump.IsCompleted)
        {
            _ending.Dispose();
        }
    }

    private bool IsAtEnd => Volatile.Read(ref _isComplete) && _taken == Volatile.Read(ref _pulled);

    // Makes the head begin with an outcome to take, if there is one.
    private bool MoveToNext()
    {
        if (_arrived is not null)
        {
            return _head.Start < _head.End || _arrived.TryDequeue(out _head);
        }

        if (_head.Segment.IsEnd(_head.Start))
        {
            if (_head.Segment.Next is not { } next)
            {
                return false;
            }

            _head = new MapSpan<T, TResult>(next, 0, 0);
        }

        return _head.Segment.IsDone(_head.Start);
    }

    private void ThrowFailure(CancellationToken cancellationToken)
    {
        if (_failure is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested(); // With the caller's token, not with the one that the source was given.
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void TellTakenBytes()
    {
        if (_takenBytes > 0)
        {
            Interlocked.Add(ref _untakenBytes, -_takenBytes);
            _takenBytes = 0;
        }
    }

    // Whether inputs may be pulled; once the pump waits, only when it is worth waking it.
    private bool HasRoom(bool isWaiting)
    {
        var depth = (long)_dispatcher.Depth;
        var ahead = Volatile.Read(ref _isConsumerWaiting) ? Math.Max(2 * depth, _options.BufferCapacity) : 2 * depth;
        var capacity = Math.Min(ahead, _options.BufferCapacity);
        var pulled = Volatile.Read(ref _pulled);
        var untaken = pulled - Volatile.Read(ref _taken);
        return pulled - Volatile.Read(ref _ended) < Lowered(depth, isWaiting)
            && untaken < Lowered(capacity, isWaiting)
            && (untaken < _options.Limit || _open.AddedBytes + Interlocked.Read(ref _untakenBytes) < _options.BufferBytes); // Large inputs must not idle workers.
    }

    private static long Lowered(long bound, bool isLowered) => isLowered ? Math.Max(1, bound - (bound / 4)) : bound;

    private async Task PumpAsync(IAsyncEnumerable<T> source)
    {
        Exception? failure = null;
        try
        {
            _ending.Token.ThrowIfCancellationRequested(); // Before the source is touched.
            await WaitForRoomAsync().ConfigureAwait(false);
            await PullAllAsync(source).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error; // The source's failure reaches the consumer behind the results of what it gave before.
        }

        PostOpen();
        _failure = failure;
        Volatile.Write(ref _isComplete, true);
        _done.Set();
    }

    private async Task PullAllAsync(IAsyncEnumerable<T> source)
    {
        var inputs = source.GetAsyncEnumerator(_ending.Token);
        await using var end = inputs.ConfigureAwait(false);
        while (await MoveNextAsync(inputs).ConfigureAwait(false))
        {
            Pull(inputs.Current);
            if (!HasRoom(isWaiting: false))
            {
                await WaitForRoomAsync().ConfigureAwait(false);
            }
        }
    }

    // Nothing is held back for a source that takes its time.
    private ValueTask<bool> MoveNextAsync(IAsyncEnumerator<T> inputs)
    {
        var moving = inputs.MoveNextAsync();
        if (!moving.IsCompleted && _dispatcher.IsHungry)
        {
            PostOpen();
        }

        return moving;
    }

    private void Pull(T input)
    {
        _open.Add(input, out var full, out var refusal);
        Volatile.Write(ref _pulled, _pulled + 1);
        if (full is not null)
        {
            _dispatcher.Post(full);
        }

        if (refusal is not null)
        {
            Refuse(refusal);
        }
        else if (_open.IsLarge || _open.Count >= _dispatcher.BatchSize)
        {
            PostOpen();
        }
        else if (_dispatcher.IsHungry)
        {
            _hungry.Post();
        }
    }

    // The outcome of this input, and of no other.
    private void Refuse(Exception refusal)
    {
        var (segment, place) = (_open.Segment, _open.Segment.Count - 1);
        segment.Fail(place, refusal);
        OnDone(new MapSpan<T, TResult>(segment, place, place + 1), 0);
    }

    private void PostOpen()
    {
        if (_open.TryTake() is { } batch)
        {
            _hungry.OnPosted();
            _dispatcher.Post(batch);
        }
    }

    private async ValueTask WaitForRoomAsync()
    {
        if (HasRoom(isWaiting: false))
        {
            return;
        }

        while (true)
        {
            Volatile.Write(ref _isPumpWaiting, true);
            Interlocked.MemoryBarrier();
            if (HasRoom(isWaiting: true))
            {
                break;
            }

            _ending.Token.ThrowIfCancellationRequested();
            await _room.WaitAsync().ConfigureAwait(false);
        }

        Volatile.Write(ref _isPumpWaiting, false);
    }

    // Spares the signal where the pump could not go on anyway.
    private void WakePump()
    {
        if (HasRoom(isWaiting: true))
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
