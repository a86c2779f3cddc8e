using PProcess.Sharing;

namespace PProcess.Framing;

/// <summary>Cuts received bytes into frames.</summary>
/// <remarks>Not thread-safe. Holds at most two frames of the longest kind, whatever a header claims.</remarks>
internal sealed class FrameReader
{
    private const int InitialSize = 16 * 1024;
    private const int MaxSize = 2 * (Frame.HeaderSize + Frame.MaxBody);

    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;
    private LaneReceiver? _lane;

    /// <summary>Whether the sender may put large bodies into a lane.</summary>
    public bool TakesLane { get; init; }

    /// <summary>Bytes received and not yet cut into frames.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Gives room for received bytes; bodies handed out before are void.</summary>
    public Memory<byte> GetMemory()
    {
        var unread = _end - _start;
        if (_end == _buffer.Length && unread > _buffer.Length / 2 && _buffer.Length < MaxSize)
        {
            var larger = new byte[Math.Min(MaxSize, _buffer.Length * 4)];
            Unread.CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            Unread.CopyTo(_buffer);
        }

        _start = 0;
        _end = unread;
        return _buffer.AsMemory(_end);
    }

    /// <summary>Says that many bytes have been received into the memory.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Takes bytes that are not frames, such as the preamble.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Takes the next whole frame.</summary>
    /// <exception cref="ProtocolException">The bytes cannot be a frame.</exception>
    public bool TryRead(out Frame frame)
    {
        _lane?.Release();
        while (Frame.TryParse(Unread, out frame, out var size))
        {
            _start += size;
            if (frame.Flags.HasFlag(FrameFlags.Lane))
            {
                frame = frame.WithBody((_lane ?? throw new ProtocolException("A frame's body is in a lane that was not announced.")).Take(frame.Body));
                return true;
            }

            if (frame.Kind != FrameKind.Lane || !TakesLane || _lane is not null)
            {
                return true;
            }

            _lane = LaneReceiver.Open(frame.Body);
        }

        return false;
    }

    /// <summary>Takes in bytes, and hands on the frames that are whole by then.</summary>
    /// <exception cref="ProtocolException">The bytes cannot be frames.</exception>
    public void Read(ReadOnlyMemory<byte> bytes, Action<Frame> handle)
    {
        while (!bytes.IsEmpty)
        {
            var room = GetMemory();
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Advance(count);
            bytes = bytes[count..];
            while (TryRead(out var frame))
            {
                handle(frame);
            }
        }
    }

    /// <summary>Lets go of the lane, once nothing more is read.</summary>
    public void Close() => _lane?.Dispose();
}
