using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

/// <summary>Frames as bytes, and bytes as frames.</summary>
internal static class Frames
{
    public static byte[] Bytes(Frame frame) => Bytes(frame.Kind, frame.Flags, frame.Id, frame.Body.Span);

    public static byte[] Bytes(FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[Frame.HeaderSize + body.Length];
        Frame.WriteHeader(bytes, kind, flags, id, body.Length);
        body.CopyTo(bytes.AsSpan(Frame.HeaderSize));
        return bytes;
    }

    public static Frame Parse(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(Frame.TryParse(bytes, out var frame, out _));
        return frame;
    }

    public static List<Frame> ParseAll(ReadOnlyMemory<byte> bytes)
    {
        List<Frame> frames = [];
        while (!bytes.IsEmpty)
        {
            Assert.True(Frame.TryParse(bytes, out var frame, out var size));
            frames.Add(frame);
            bytes = bytes[size..];
        }

        return frames;
    }

    /// <summary>Bytes of which no part resembles another.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
