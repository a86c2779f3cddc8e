using PProcess.Sharing;

namespace PProcess.Framing;

/// <summary>Puts frames onto a stream, in the order of the calls, several in one write when they come faster than the stream takes them.</summary>
/// <remarks>
/// Thread-safe. Whoever finds nobody writing writes for all, so that an uncontended frame leaves on its caller's thread.
/// After the stream has failed, frames vanish: the end of the peer is reported by who reads from it.
/// </remarks>
/// <param name="write">Writes bytes to the stream: asynchronously in the host, synchronously in a worker, whose pipes are blocking.</param>
internal sealed class FrameWriter(Func<ReadOnlyMemory<byte>, ValueTask> write)
{
    /// <summary>Longer messages are not copied into what waits, but sent from where they are.</summary>
    public const int MaxCopied = 128 * 1024;

    private const int MaxPending = 2 * Frame.MaxBody;

    private readonly Lock _gate = new();

    // Guarded by _gate; the bytes of _spare belong to the writer alone while they are being written.
    private readonly SafeOutcomes _outcomes = new();
    private readonly OutcomeClock _clock = new();
    private PendingFrames _pending = new();
    private PendingFrames _spare = new();
    private bool _writing;
    private int _holds;
    private bool _failed;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _written;
    private Task _pump = Task.CompletedTask;

    /// <summary>Where the bodies of large messages may go beside the stream; null for none. Gone when the writer has failed.</summary>
    public LaneSender? Lane { get; init; }

    /// <summary>Whether <see cref="WaitForRoomAsync"/> would not wait.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return HasRoomUnderGate;
            }
        }
    }

    private bool HasRoomUnderGate => _pending.Bytes.Length < MaxPending || _failed;

    /// <summary>Keeps frames back until as many calls of <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds++;
        }
    }

    /// <summary>Lets go what was kept back, in one write.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_holds > 0 || _writing || _pending.IsEmpty)
            {
                return;
            }

            _writing = true;
        }

        _pump = PumpAsync();
    }

    /// <summary>Keeps frames back until the end of a scope.</summary>
    public HoldScope Batch()
    {
        Hold();
        return new HoldScope(this);
    }

    /// <summary>Gives memory in which outcomes are safe that have not been written yet.</summary>
    public void UseOutbox(Outbox outbox)
    {
        lock (_gate)
        {
            _outcomes.Use(outbox);
        }
    }

    /// <summary>From now on outcomes that come in quick succession are kept back, where they are safe, and leave many in one write.</summary>
    public void StartCoalescing()
    {
        lock (_gate)
        {
            _clock.Restart();
            _outcomes.StartCoalescing();
        }
    }

    /// <summary>From now on everything leaves at once, as does what was kept back.</summary>
    public void StopCoalescing()
    {
        lock (_gate)
        {
            _outcomes.StopCoalescing();
            if (_writing || _holds > 0 || _pending.IsEmpty)
            {
                return;
            }

            _writing = true;
        }

        _pump = PumpAsync();
    }

    /// <summary>Drops what waits and everything to come.</summary>
    public void Fail()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _failed = true;
            _pending.Clear();
            _spare.LetGo(); // Which are being written, or empty.
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
        Lane?.Dispose();
    }

    /// <summary>Appends one frame and returns without waiting for the stream, unless it is blocking.</summary>
    public void Write(FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            if (_failed)
            {
                return;
            }

            var isOutcome = Frame.IsOutcome(kind) && !flags.HasFlag(FrameFlags.More);
            var time = isOutcome ? _clock.Next() : 0;
            var frame = _pending.Add(kind, flags, id, body, isOutcome ? CallTime.Encode(time) : CallTime.Unsaid);
            var mayWait = _outcomes.OnFrame(kind, frame, time, _pending.Bytes.Length);
            if (_writing || _holds > 0 || mayWait)
            {
                return;
            }

            _writing = true;
        }

        _pump = PumpAsync();
    }

    /// <summary>Sends bytes that are not a frame: the preamble.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _pending.Bytes.WriteBytes(bytes);
            _outcomes.OnRaw(bytes.Length);
            _writing = true;
        }

        _pump = PumpAsync();
    }

    /// <summary>Appends a part of a message, or a whole one, that is sent from where it is: it must not change until it is written.</summary>
    public void Append(FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, TaskCompletionSource? written)
    {
        lock (_gate)
        {
            if (_failed)
            {
                written?.TrySetResult();
                return;
            }

            _pending.Add(kind, flags, id, message, written);
            _outcomes.OnLarge();
            if (_writing || _holds > 0)
            {
                return;
            }

            _writing = true;
        }

        _pump = PumpAsync();
    }

    /// <summary>Waits while too much is under way.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (HasRoomUnderGate)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Waits until all that has been appended is with the stream.</summary>
    public Task WhenWrittenAsync()
    {
        lock (_gate)
        {
            return _writing ? (_written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    // Without a state machine for as long as the stream takes bytes at once: a cold worker would have to compile it first.
    private Task PumpAsync()
    {
        while (TakePending() is { } full)
        {
            var writing = BeginWrite(full);
            if (!writing.IsCompletedSuccessfully)
            {
                return PumpRestAsync(full, writing);
            }

            OnWritten(full);
        }

        return Task.CompletedTask;
    }

    private async Task PumpRestAsync(PendingFrames full, ValueTask writing)
    {
        while (true)
        {
            try
            {
                await writing.ConfigureAwait(false);
            }
            catch (Exception)
            {
                Fail(); // Whatever a launcher's stream throws; who reads from the peer reports its end.
            }

            OnWritten(full);
            if (TakePending() is not { } next)
            {
                return;
            }

            full = next;
            writing = BeginWrite(next);
        }
    }

    private ValueTask BeginWrite(PendingFrames frames)
    {
        try
        {
            return frames.WriteAsync(write, Lane);
        }
        catch (Exception)
        {
            Fail();
            return ValueTask.CompletedTask;
        }
    }

    private void OnWritten(PendingFrames frames)
    {
        lock (_gate)
        {
            _outcomes.OnWritten(frames.WrittenCount, _pending);
            frames.Clear();
        }
    }

    private PendingFrames? TakePending()
    {
        TaskCompletionSource? room;
        TaskCompletionSource? written = null;
        PendingFrames? full = null;
        lock (_gate)
        {
            room = _room;
            _room = null;
            if (_pending.IsEmpty)
            {
                _writing = false;
                written = _written;
                _written = null;
            }
            else
            {
                (full, _pending, _spare) = (_pending, _spare, _pending);
            }
        }

        room?.TrySetResult();
        written?.TrySetResult();
        return full;
    }

    public readonly struct HoldScope(FrameWriter writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
