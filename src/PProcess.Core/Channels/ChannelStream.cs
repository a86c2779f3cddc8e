using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using PProcess.Framing;
using PProcess.Sharing;

namespace PProcess.Channels;

/// <summary>The bytes of one task's channel, both ways, over a connection that it shares with other tasks.</summary>
/// <remarks>
/// Each direction may run ahead of its receiver by <see cref="Window"/> bytes; what the receiver takes is credited back to the
/// sender. The connection's reader never waits for a receiver, so cancellations and other tasks' frames get through.
/// </remarks>
internal sealed class ChannelStream : IDuplexPipe
{
    /// <summary>How many bytes may be on their way or wait unread, in each direction.</summary>
    public const int Window = 256 * 1024;

    private readonly Pipe _received = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false));
    private readonly TaskCompletionSource<Connection> _connection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private int _credit = Window;
    private TaskCompletionSource? _credited;
    private bool _isEnded;
    private bool _isInputEnded;
    private Exception? _error;

    private volatile Connection? _connected;

    // How much more the peer may send; only the connection's reader takes, only the receiver gives.
    private int _allowed = Window;
    private int _uncredited;
    private long _unread;

    public ChannelStream()
    {
        Input = new ChannelReader(_received.Reader, this);
        Output = new ChannelWriter(this);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Whose channel it is, where shared buffers may go through it; null elsewhere.</summary>
    public ISharedReceiver? Sharing { get; init; }

    /// <summary>The shared memory that the other side is to have before a message.</summary>
    public SharedOffers Offers { get; } = new();

    /// <summary>How many bytes have left; changed by one sender at a time.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Whether a receive would find bytes.</summary>
    public bool HasUnread => Interlocked.Read(ref _unread) > 0;

    /// <summary>Whether nothing more will arrive.</summary>
    public bool IsInputEnded
    {
        get
        {
            lock (_gate)
            {
                return _isInputEnded || _isEnded;
            }
        }
    }

    public bool IsEnded
    {
        get
        {
            lock (_gate)
            {
                return _isEnded;
            }
        }
    }

    /// <summary>How the task failed; null where it has not.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate)
            {
                return _error;
            }
        }
    }

    /// <summary>Why nothing more can be sent or received: the task's failure, or that its channel is closed.</summary>
    public Exception Closed => Failure ?? new ChannelClosedException("The other end of the channel has been closed: its function has ended or has nothing more to send.");

    /// <summary>Gives the stream its way to the peer; what was to be sent leaves now.</summary>
    public void Connect(FrameWriter frames, uint id)
    {
        _connected = new Connection(frames, id);
        _connection.TrySetResult(_connected);
    }

    /// <summary>Takes in bytes from the peer.</summary>
    /// <exception cref="ProtocolException">The peer sent more than it was allowed to.</exception>
    public void OnData(ReadOnlySpan<byte> bytes)
    {
        if (Interlocked.Add(ref _allowed, -bytes.Length) < 0)
        {
            throw new ProtocolException($"The other process sent more than the {Window} bytes that a channel may be ahead of its receiver.");
        }

        lock (_gate)
        {
            if (_isEnded || _isInputEnded)
            {
                return; // Sent before the peer knew that nobody will take it.
            }

            Interlocked.Add(ref _unread, bytes.Length);
            _received.Writer.Write(bytes);
            Observe(_received.Writer.FlushAsync());
        }
    }

    /// <summary>Takes in the peer's permission to send more.</summary>
    public void OnCredit(ReadOnlySpan<byte> body)
    {
        if (body.Length != sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(body) is <= 0 or > Window)
        {
            throw new ProtocolException("A credit frame does not carry a number of bytes.");
        }

        TaskCompletionSource? credited;
        lock (_gate)
        {
            _credit = Math.Min(Window, _credit + BinaryPrimitives.ReadInt32LittleEndian(body));
            credited = _credited;
            _credited = null;
        }

        credited?.TrySetResult();
    }

    /// <summary>Nothing more will arrive; what has arrived can still be taken.</summary>
    public void EndInput()
    {
        lock (_gate)
        {
            _isInputEnded = true;
            _received.Writer.Complete();
        }
    }

    /// <summary>The task has ended: nothing can be sent or will arrive, for the given reason.</summary>
    public void End(Exception? error)
    {
        TaskCompletionSource? credited;
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _error = error;
            _received.Writer.Complete();
            credited = _credited;
            _credited = null;
        }

        Offers.End(Closed);
        _connection.TrySetException(Closed);
        Observe(_connection.Task);
        credited?.TrySetResult();
    }

    /// <summary>Sends bytes, waiting for the receiver where it is behind.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, bool startsMessage, CancellationToken cancellationToken)
    {
        if (_connected is not { } connection || !TryTakeCredit(bytes.Length))
        {
            return SendPartsAsync(bytes, startsMessage, cancellationToken);
        }

        var sending = connection.Frames.SendAsync(FrameKind.Data, startsMessage ? FrameFlags.Start : FrameFlags.None, connection.Id, bytes, cancellationToken);
        if (!sending.IsCompletedSuccessfully)
        {
            return FinishAsync(sending, bytes.Length);
        }

        BytesSent += bytes.Length;
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until the other side has the shared memory that a message refers to.</summary>
    /// <exception cref="CannotTravelException">It cannot have it.</exception>
    public async ValueTask OfferAsync(IReadOnlyList<SharedPart> shared, CancellationToken cancellationToken)
    {
        var connection = await _connection.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Offers.MakeAsync(shared, connection.Frames, connection.Id, Sharing!).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public async Task EndOutputAsync()
    {
        try
        {
            var connection = await _connection.Task.ConfigureAwait(false);
            connection.Frames.Write(FrameKind.End, FrameFlags.None, connection.Id, []);
        }
        catch (Exception error) when (error is PProcessException or ChannelClosedException or OperationCanceledException)
        {
            // The task has ended before it began, and with it the direction.
        }
    }

    /// <summary>Lets the peer send as much again as the receiver has taken.</summary>
    public void OnTaken(long count)
    {
        Interlocked.Add(ref _unread, -count);
        Interlocked.Add(ref _allowed, (int)count);
        var uncredited = Interlocked.Add(ref _uncredited, (int)count);
        if (uncredited < Window / 4 || _connected is not { } connection || IsEnded)
        {
            return;
        }

        uncredited = Interlocked.Exchange(ref _uncredited, 0);
        if (uncredited > 0)
        {
            Span<byte> body = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(body, uncredited);
            connection.Frames.Write(FrameKind.Credit, FrameFlags.None, connection.Id, body);
        }
    }

    private async ValueTask FinishAsync(ValueTask sending, int length)
    {
        await sending.ConfigureAwait(false);
        BytesSent += length;
    }

    private async ValueTask SendPartsAsync(ReadOnlyMemory<byte> bytes, bool startsMessage, CancellationToken cancellationToken)
    {
        var connection = await _connection.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var flags = startsMessage ? FrameFlags.Start : FrameFlags.None;
        while (!bytes.IsEmpty)
        {
            var length = await TakeCreditAsync(bytes.Length, cancellationToken).ConfigureAwait(false);
            await connection.Frames.SendAsync(FrameKind.Data, flags, connection.Id, bytes[..length], cancellationToken).ConfigureAwait(false);
            BytesSent += length;
            bytes = bytes[length..];
            flags = FrameFlags.None;
        }
    }

    private bool TryTakeCredit(int wanted)
    {
        lock (_gate)
        {
            if (_isEnded || wanted > _credit || wanted is 0 or > Frame.MaxBody)
            {
                return false;
            }

            _credit -= wanted;
            return true;
        }
    }

    private async ValueTask<int> TakeCreditAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task credited;
            lock (_gate)
            {
                if (_isEnded)
                {
                    ExceptionDispatchInfo.Throw(Closed);
                }

                if (_credit > 0)
                {
                    var taken = Math.Min(Math.Min(wanted, _credit), Frame.MaxBody);
                    _credit -= taken;
                    return taken;
                }

                _credited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                credited = _credited.Task;
            }

            await credited.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The pipe never pauses its writer, so a flush has nothing to wait for.
    private static void Observe(ValueTask<FlushResult> flush) => _ = flush.IsCompleted;

    private static void Observe(Task task) => _ = task.Exception;

    public sealed record Connection(FrameWriter Frames, uint Id);
}
