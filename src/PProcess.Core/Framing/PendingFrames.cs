using System.Buffers.Binary;
using PProcess.Sharing;

namespace PProcess.Framing;

/// <summary>Frames in the order in which they are to leave: the bytes of small ones, and large messages between them. Not thread-safe.</summary>
internal sealed class PendingFrames
{
    private readonly List<LargeMessage> _large = [];

    /// <summary>The bytes of small frames.</summary>
    public MessageWriter Bytes { get; } = new();

    /// <summary>How many bytes the last write has given to the stream.</summary>
    public long WrittenCount { get; private set; }

    public bool IsEmpty => Bytes.Length == 0 && _large.Count == 0;

    public bool HasLarge => _large.Count > 0;

    /// <summary>Appends a small frame, and gives its bytes.</summary>
    public ReadOnlySpan<byte> Add(FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> body, ushort time) => AppendFrame(Bytes, kind, flags, id, body, time);

    /// <summary>Appends a large message.</summary>
    public void Add(FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> body, TaskCompletionSource? written) =>
        _large.Add(new LargeMessage(Bytes.Length, kind, flags, id, body, written));

    /// <summary>Drops all of it.</summary>
    public void Clear()
    {
        Bytes.Clear();
        LetGo();
        _large.Clear();
    }

    /// <summary>Lets go whoever waits for a message to be written.</summary>
    public void LetGo() => _large.ForEach(message => message.Written?.TrySetResult());

    /// <summary>Writes all of it.</summary>
    /// <param name="write">Writes bytes to the stream.</param>
    /// <param name="lane">Where large bodies may go; null for none.</param>
    public ValueTask WriteAsync(Func<ReadOnlyMemory<byte>, ValueTask> write, LaneSender? lane)
    {
        WrittenCount = Bytes.Length;
        return _large.Count == 0 ? write(Bytes.Written) : WriteLargeAsync(write, lane);
    }

    private static async ValueTask<long> WriteAsync(LargeMessage message, MessageWriter frames, Func<ReadOnlyMemory<byte>, ValueTask> write, LaneSender? lane)
    {
        var count = 0L;
        Announce(frames, lane);
        var rest = message.Body;
        while (!rest.IsEmpty)
        {
            rest = rest[Append(message, rest, frames, lane)..];
            await write(frames.Written).ConfigureAwait(false);
            count += frames.Length;
            frames.Clear();
        }

        return count;
    }

    private async ValueTask WriteLargeAsync(Func<ReadOnlyMemory<byte>, ValueTask> write, LaneSender? lane)
    {
        var count = 0L;
        var position = 0;
        var frames = new MessageWriter();
        foreach (var message in _large)
        {
            frames.WriteBytes(Bytes.Written.Span[position..message.Position]);
            position = message.Position;
            count += await WriteAsync(message, frames, write, lane).ConfigureAwait(false);
            message.Written?.TrySetResult();
        }

        frames.WriteBytes(Bytes.Written.Span[position..]);
        if (frames.Length > 0)
        {
            await write(frames.Written).ConfigureAwait(false);
        }

        WrittenCount = count + frames.Length;
    }

    private static void Announce(MessageWriter frames, LaneSender? lane)
    {
        var body = new MessageWriter();
        if (lane is not null && lane.TryMake(body))
        {
            AppendFrame(frames, FrameKind.Lane, FrameFlags.None, 0, body.Written.Span);
        }
    }

    // Gives how many bytes of the message the frame has.
    private static int Append(LargeMessage message, ReadOnlyMemory<byte> rest, MessageWriter frames, LaneSender? lane)
    {
        var inLane = lane?.TryPut(rest.Span) ?? 0;
        var count = inLane > 0 ? inLane : Math.Min(rest.Length, Frame.MaxBody);
        var flags = count < rest.Length ? message.Flags | FrameFlags.More : message.Flags;
        if (inLane > 0)
        {
            Span<byte> claim = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(claim, inLane);
            AppendFrame(frames, message.Kind, flags | FrameFlags.Lane, message.Id, claim);
        }
        else
        {
            AppendFrame(frames, message.Kind, flags, message.Id, rest.Span[..count]);
        }

        return count;
    }

    private static ReadOnlySpan<byte> AppendFrame(MessageWriter frames, FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> body, ushort time = CallTime.Unsaid)
    {
        var span = frames.GetSpan(Frame.HeaderSize + body.Length);
        Frame.WriteHeader(span, kind, flags, id, body.Length, time);
        body.CopyTo(span[Frame.HeaderSize..]);
        frames.Advance(Frame.HeaderSize + body.Length);
        return span[..(Frame.HeaderSize + body.Length)];
    }
}
