using System.Diagnostics.CodeAnalysis;
using PProcess.Channels;
using PProcess.Framing;
using PProcess.Serialization;
using PProcess.Sharing;

namespace PProcess.Workers;

/// <summary>One task, seen from the worker that runs it: calls of a function, one behind the other.</summary>
[SuppressMessage("Design", "CA1001", Justification = "No timer, no linked token: a disposal would free nothing.")]
internal sealed class TaskContext(uint id, WorkerFunction function, int attempt, int count, ReadOnlyMemory<byte> calls, FrameWriter frames) : ISharedReceiver
{
    [ThreadStatic]
    private static MessageWriter? _scratch;

    private readonly Lock _gate = new();
    private MessageReader _calls = new(calls);

    // Guarded by _gate.
    private CancellationTokenSource? _cancellation;
    private ChannelStream? _stream;
    private ProcessChannel? _channel;
    private Task _abandoning = Task.CompletedTask;
    private List<IDisposable>? _shared;
    private SharedArrivals? _arrivals;
    private int _begun;
    private int _count = count;

    public uint Id => id;

    /// <summary>The large array that the calls end in; null for none.</summary>
    public Array? Tail { get; init; }

    /// <summary>What the calls are in, where that is to be let go of behind the last; null for nothing.</summary>
    public IDisposable? Memory { get; init; }

    /// <summary>Whether shared buffers may go with what the function sends: the other side is there.</summary>
    public bool SharesMemory { get; init; }

    /// <summary>The shared memory that the host has offered.</summary>
    public SharedArrivals Arrivals
    {
        get
        {
            lock (_gate)
            {
                return _arrivals ??= new SharedArrivals();
            }
        }
    }

    public bool GivesOwnership => true;

    /// <summary>Whether no task runs behind this one, because the worker ends with it.</summary>
    public bool IsLast => function.EndsWorker;

    public CancellationToken CancellationToken => Cancellation.Token;

    // Made when first asked for: most functions never look at it.
    private CancellationTokenSource Cancellation
    {
        get
        {
            lock (_gate)
            {
                return _cancellation ??= new CancellationTokenSource();
            }
        }
    }

    /// <summary>The function's end of the channel, made when first asked for.</summary>
    public ProcessChannel Channel
    {
        get
        {
            lock (_gate)
            {
                return _channel ??= new ProcessChannel(StreamUnderGate(), null);
            }
        }
    }

    /// <summary>The bytes of the channel; also for a function that never looks at them.</summary>
    public ChannelStream Stream
    {
        get
        {
            lock (_gate)
            {
                return StreamUnderGate();
            }
        }
    }

    /// <summary>Runs the function to the end of its last call, and reports the end of each.</summary>
    public ValueTask RunAsync()
    {
        while (TryBegin())
        {
            var call = CallAsync();
            if (!call.IsCompletedSuccessfully)
            {
                return RunRestAsync(call);
            }
        }

        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes back the calls that have not begun, of a task that has.</summary>
    /// <param name="from">The first of them.</param>
    /// <returns>Whether there are any.</returns>
    public bool TryShorten(out int from)
    {
        lock (_gate)
        {
            from = Math.Max(_begun, 1); // The first may begin at this moment.
            var isShorter = from < _count;
            _count = Math.Min(_count, from);
            return isShorter;
        }
    }

    /// <summary>Signals the token. The callbacks are user code and must not hold up the caller.</summary>
    public Task CancelAsync() => Task.Run(Cancellation.CancelAsync);

    /// <summary>The host is gone: nothing can be sent or will arrive.</summary>
    public void Abandon()
    {
        Stream.End(null);
        _abandoning = CancelAsync();
    }

    public void Send(FrameKind kind, FrameFlags flags, ReadOnlyMemory<byte> message)
    {
        var sent = frames.SendAsync(kind, flags, id, message, CancellationToken.None);
        if (!sent.IsCompletedSuccessfully)
        {
            // A report is made by a synchronous call, whose order before the result has to be kept.
            sent.AsTask().GetAwaiter().GetResult();
        }
    }

    public ValueTask SendResultAsync() => frames.SendAsync(FrameKind.Result, FrameFlags.None, id, default, CancellationToken.None);

    public ValueTask SendResultAsync<T>(T value)
    {
        var scratch = _scratch ?? new MessageWriter();
        _scratch = null; // What writes the value may be user code, and run another task's.
        scratch.AllowsShared = SharesMemory;
        scratch.TailUse = SharesMemory ? TailUse.Kept : TailUse.None;
        TypedValue.Write(scratch, value);
        if (scratch.Shared is { } shared)
        {
            return SendSharedResultAsync(scratch.Written, shared);
        }

        if (scratch.Tail is { } tail)
        {
            return frames.SendWithTailAsync(FrameKind.Result, FrameFlags.Value, id, scratch.Written.Span, tail);
        }

        if (scratch.Length > Frame.MaxBody)
        {
            return frames.SendAsync(FrameKind.Result, FrameFlags.Value, id, scratch.Written, CancellationToken.None);
        }

        frames.Write(FrameKind.Result, FrameFlags.Value, id, scratch.Written.Span);
        scratch.Clear();
        _scratch = scratch;
        return ValueTask.CompletedTask;
    }

    public void OnArrived(SharedBlock block, IDisposable buffer)
    {
        OnGiven(buffer);
        _arrivals?.Release(block);
    }

    public void OnGiven(IDisposable buffer)
    {
        lock (_gate)
        {
            (_shared ??= []).Add(buffer);
        }
    }

    private async ValueTask SendSharedResultAsync(ReadOnlyMemory<byte> result, IReadOnlyList<SharedPart> shared)
    {
        await Stream.OfferAsync(shared, CancellationToken.None).ConfigureAwait(false);
        await frames.SendAsync(FrameKind.Result, FrameFlags.Value, id, result, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask RunRestAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        while (TryBegin())
        {
            await CallAsync().ConfigureAwait(false);
        }

        End();
    }

    // Not async, as the runtime would compile a part of that in each cold worker. So it is done here what async methods do by themselves:
    // a change of the thread's contexts, such as the culture, is confined to the call.
    private ValueTask CallAsync()
    {
        var context = ExecutionContext.Capture();
        var synchronization = SynchronizationContext.Current;
        try
        {
            var call = InvokeAsync();
            if (!call.IsCompletedSuccessfully)
            {
                return FinishAsync(call);
            }
        }
        catch (Exception error)
        {
            return FailAsync(error);
        }
        finally
        {
            if (SynchronizationContext.Current != synchronization)
            {
                SynchronizationContext.SetSynchronizationContext(synchronization);
            }

            if (context is not null)
            {
                ExecutionContext.Restore(context);
            }
        }

        LetGoOfShared();
        return ValueTask.CompletedTask;
    }

    private ValueTask InvokeAsync()
    {
        if (attempt > 1)
        {
            RunningTask.SetAttempt(attempt);
        }

        return function.InvokeAsync(_calls.TakeBlock(), this);
    }

    private async ValueTask FinishAsync(ValueTask call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await FailAsync(error).ConfigureAwait(false);
            return;
        }

        LetGoOfShared();
    }

    // Whatever a function throws is the outcome of its call, and nothing else.
    private async ValueTask FailAsync(Exception error)
    {
        var message = new MessageWriter();
        RemoteError.Write(message, error);
        await frames.SendAsync(FrameKind.Failed, FrameFlags.None, id, message.Written, CancellationToken.None).ConfigureAwait(false);
        LetGoOfShared();
    }

    // What a call was given, or has given away, it has had.
    private void LetGoOfShared()
    {
        if (_shared is null && _arrivals is null)
        {
            return;
        }

        List<IDisposable>? shared;
        lock (_gate)
        {
            shared = _shared;
            _shared = null;
        }

        shared?.ForEach(buffer => buffer.Dispose());
        _arrivals?.Clear();
    }

    private bool TryBegin()
    {
        lock (_gate)
        {
            if (_begun >= _count)
            {
                return false;
            }

            _begun++;
            return true;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _stream?.End(null);
        }

        Memory?.Dispose();
    }

    private ChannelStream StreamUnderGate()
    {
        if (_stream is null)
        {
            _stream = new ChannelStream { Sharing = SharesMemory ? this : null };
            _stream.Connect(frames, id);
        }

        return _stream;
    }
}
