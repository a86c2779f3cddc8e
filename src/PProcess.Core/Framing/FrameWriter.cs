using System.Buffers.Binary;
using System.Diagnostics;
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

    // Others' frames leave between two parts of a message that somebody waits for.
    private const int PartSize = 2 * 1024 * 1024;

    private const int MaxPending = 2 * Frame.MaxBody;
    private const int MaxCoalesced = 32 * 1024;

    // What comes more seldom is not worth being held back.
    private static readonly long SeldomTicks = Stopwatch.Frequency / 50_000;

    private readonly Lock _gate = new();

    // Guarded by _gate; the bytes of _spare belong to the writer alone while they are being written.
    private PendingFrames _pending = new();
    private PendingFrames _spare = new();
    private bool _writing;
    private int _holds;
    private bool _failed;
    private Outbox? _outbox;
    private bool _isCoalescing;
    private long _lastOutcomeAt;
    private bool _hasLarge; // Then nobody knows the positions of the frames behind.
    private long _position;
    private long _writtenPosition;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _written;
    private Task _pump = Task.CompletedTask;

    /// <summary>Where the bodies of large messages may go beside the stream; null for none. Gone when the writer has failed.</summary>
    public LaneSender? Lane { get; init; }

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
            _outbox ??= outbox;
        }
    }

    /// <summary>From now on outcomes that come in quick succession are kept back, where they are safe, and leave many in one write.</summary>
    public void StartCoalescing()
    {
        lock (_gate)
        {
            _isCoalescing = _outbox is not null;
            _lastOutcomeAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>From now on everything leaves at once, as does what was kept back.</summary>
    public void StopCoalescing()
    {
        lock (_gate)
        {
            _isCoalescing = false;
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

            var isCoalesced = KeepUnderGate(kind, _pending.Add(kind, flags, id, body));
            if (_writing || _holds > 0 || isCoalesced)
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
            _position += bytes.Length;
            _writing = true;
        }

        _pump = PumpAsync();
    }

    /// <summary>Sends a message of any length, cut into frames, waiting while too much is under way.</summary>
    /// <remarks>A long message is read until the call has ended.</remarks>
    public ValueTask SendAsync(FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (message.Length > Frame.MaxBody || !HasRoom)
        {
            return SendLongAsync(kind, flags, id, message, cancellationToken);
        }

        Write(kind, flags, id, message.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Appends a message of any length, cut into frames, without waiting.</summary>
    /// <remarks>A long message is read after the call, and must not change.</remarks>
    public void WriteMessage(FrameKind kind, uint id, ReadOnlyMemory<byte> message)
    {
        if (message.Length > MaxCopied)
        {
            WriteLarge(kind, id, [], message);
            return;
        }

        do
        {
            var body = message[..Math.Min(message.Length, Frame.MaxBody)];
            message = message[body.Length..];
            Write(kind, message.IsEmpty ? FrameFlags.None : FrameFlags.More, id, body.Span);
        }
        while (!message.IsEmpty);
    }

    /// <summary>Appends a long message in two parts, the second of which is read after the call, and must not change.</summary>
    public void WriteLarge(FrameKind kind, uint id, ReadOnlySpan<byte> head, ReadOnlyMemory<byte> rest)
    {
        WriteLength(kind, id, head.Length + rest.Length, null);
        WriteHead(kind, id, head);
        Append(kind, FrameFlags.None, id, rest, null);
    }

    /// <summary>Appends a message that ends in an array, which is read after the call, and must not change.</summary>
    public void WriteWithTail(FrameKind kind, uint id, ReadOnlySpan<byte> head, Tail tail)
    {
        WriteLength(kind, id, head.Length, tail);
        WriteHead(kind, id, head);
        Append(kind, FrameFlags.None, id, tail.Bytes, null);
    }

    /// <summary>Sends a message that ends in an array, which is read until the call has ended.</summary>
    public ValueTask SendWithTailAsync(FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> head, Tail tail)
    {
        WriteLength(kind, id, head.Length, tail);
        WriteHead(kind, id, head);
        return SendPartsAsync(kind, flags, id, tail.Bytes, CancellationToken.None);
    }

    /// <summary>Waits until all that has been appended is with the stream.</summary>
    public Task WhenWrittenAsync()
    {
        lock (_gate)
        {
            return _writing ? (_written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    // What the receiver can put straight into its place; where there is no lane, only arrays are worth it.
    private void WriteLength(FrameKind kind, uint id, int length, Tail? tail)
    {
        if (Lane is not null || tail is not null)
        {
            Span<byte> body = stackalloc byte[4 * sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(body, (int)kind);
            BinaryPrimitives.WriteInt32LittleEndian(body[4..], length);
            BinaryPrimitives.WriteInt32LittleEndian(body[8..], (int)(tail?.Kind ?? default));
            BinaryPrimitives.WriteInt32LittleEndian(body[12..], tail?.Bytes.Length ?? 0);
            Write(FrameKind.Length, FrameFlags.None, id, body);
        }
    }

    private void WriteHead(FrameKind kind, uint id, ReadOnlySpan<byte> head)
    {
        while (!head.IsEmpty)
        {
            var body = head[..Math.Min(head.Length, Frame.MaxBody)];
            head = head[body.Length..];
            Write(kind, FrameFlags.More, id, body);
        }
    }

    private async ValueTask SendLongAsync(FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (message.Length > MaxCopied)
        {
            WriteLength(kind, id, message.Length, null);
            await SendPartsAsync(kind, flags, id, message, cancellationToken).ConfigureAwait(false);
            return;
        }

        do
        {
            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            var body = message[..Math.Min(message.Length, Frame.MaxBody)];
            message = message[body.Length..];
            Write(kind, message.IsEmpty ? flags : flags | FrameFlags.More, id, body.Span);
        }
        while (!message.IsEmpty);
    }

    private async ValueTask SendPartsAsync(FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        for (var start = 0; start < message.Length; start += PartSize)
        {
            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            var part = message.Slice(start, Math.Min(PartSize, message.Length - start));
            var isLast = start + part.Length == message.Length;
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Append(kind, isLast ? flags : flags | FrameFlags.More, id, part, written);
            await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Append(FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, TaskCompletionSource? written)
    {
        lock (_gate)
        {
            if (_failed)
            {
                written?.TrySetResult();
                return;
            }

            _pending.Add(kind, flags, id, message, written);
            _hasLarge = true;
            _outbox?.Omit(long.MaxValue);
            if (_writing || _holds > 0)
            {
                return;
            }

            _writing = true;
        }

        _pump = PumpAsync();
    }

    // Whether the frame may wait for others behind it.
    private bool KeepUnderGate(FrameKind kind, ReadOnlySpan<byte> frame)
    {
        var position = _position;
        _position += frame.Length;
        if (_outbox is null || _hasLarge)
        {
            return false;
        }

        if (kind is not (FrameKind.Result or FrameKind.Failed) || frame.Length > MaxCoalesced || _position - _writtenPosition > Outbox.RingSize)
        {
            _outbox.Omit(_position);
            return false;
        }

        _outbox.Keep(position, frame);
        var now = Stopwatch.GetTimestamp();
        var isSeldom = now - _lastOutcomeAt > SeldomTicks;
        _lastOutcomeAt = now;
        return _isCoalescing && !isSeldom && _pending.Bytes.Length < MaxCoalesced;
    }

    private bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return _pending.Bytes.Length < MaxPending || _failed;
            }
        }
    }

    private ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pending.Bytes.Length < MaxPending || _failed)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
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
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception)
        {
            Fail(); // Whatever a launcher's stream throws; who reads from the peer reports its end.
        }

        OnWritten(full);
        await PumpAsync().ConfigureAwait(false);
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
            _writtenPosition += frames.WrittenCount;
            frames.Clear();
            if (_hasLarge && !_pending.HasLarge)
            {
                _hasLarge = false;
                _position = _writtenPosition + _pending.Bytes.Length;
                _outbox?.Omit(_position);
            }
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
