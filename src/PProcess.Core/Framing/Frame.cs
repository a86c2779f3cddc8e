using System.Buffers.Binary;

namespace PProcess.Framing;

/// <summary>One unit of the protocol: a header of 12 bytes and an opaque body.</summary>
/// <remarks>Layout, little-endian: kind (1), flags (1), the call's time where it is an outcome (2), id (4), length of the body (4).</remarks>
internal readonly struct Frame
{
    public const int HeaderSize = 12;

    /// <summary>The longest body, in bytes: longer messages are cut, so that a cancellation never waits for a large value.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>A message that is longer than this was put together, and its memory is nobody else's.</summary>
    public const int MaxWhole = Sharing.LaneLayout.SlotSize;

    private Frame(FrameKind kind, FrameFlags flags, ushort time, uint id, ReadOnlyMemory<byte> body)
    {
        Kind = kind;
        Flags = flags;
        Time = time;
        Id = id;
        Body = body;
    }

    public FrameKind Kind { get; }

    public FrameFlags Flags { get; }

    /// <summary>Of an outcome: how long its call took, as a <see cref="CallTime"/>.</summary>
    public ushort Time { get; }

    public uint Id { get; }

    /// <summary>Valid until the reader it came from is asked for more.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The same frame, with the body that lies in the lane.</summary>
    public Frame WithBody(ReadOnlyMemory<byte> body) => new(Kind, Flags & ~FrameFlags.Lane, Time, Id, body);

    /// <summary>Whether frames of this kind say that a call has ended.</summary>
    public static bool IsOutcome(FrameKind kind) => kind is FrameKind.Result or FrameKind.Failed;

    public static void WriteHeader(Span<byte> header, FrameKind kind, FrameFlags flags, uint id, int length, ushort time = CallTime.Unsaid)
    {
        header[0] = (byte)kind;
        header[1] = (byte)flags;
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], time);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], id);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], length);
    }

    /// <summary>Reads the frame at the start of the bytes, or tells how many bytes it needs.</summary>
    /// <exception cref="ProtocolException">The bytes cannot be a frame.</exception>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out Frame frame, out int needed)
    {
        frame = default;
        needed = HeaderSize;
        if (bytes.Length < HeaderSize)
        {
            return false;
        }

        var header = bytes.Span;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        var time = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
        if (!IsKind(header[0]) || header[1] > 15 || (time != CallTime.Unsaid && !IsOutcome((FrameKind)header[0])))
        {
            throw new ProtocolException($"These bytes are not a frame: {Convert.ToHexString(header[..HeaderSize])}.");
        }

        if (length > MaxBody)
        {
            throw new ProtocolException($"A frame claims a body of {length} bytes; the longest allowed is {MaxBody}.");
        }

        needed = HeaderSize + (int)length;
        if (bytes.Length < needed)
        {
            return false;
        }

        frame = new Frame(
            (FrameKind)header[0],
            (FrameFlags)header[1],
            time,
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
            bytes.Slice(HeaderSize, (int)length));
        return true;
    }

    private static bool IsKind(byte value) =>
        value is (>= (byte)FrameKind.Define and <= (byte)FrameKind.Shared) or (>= (byte)FrameKind.Background and <= (byte)FrameKind.Shown);
}
