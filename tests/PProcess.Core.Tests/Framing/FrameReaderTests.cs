using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class FrameReaderTests
{
    private static readonly byte[] ThreeFrames =
    [
        .. Frames.Bytes(FrameKind.Call, FrameFlags.More, 1, [10, 11]),
        .. Frames.Bytes(FrameKind.Cancel, FrameFlags.None, 2, []),
        .. Frames.Bytes(FrameKind.Data, FrameFlags.Start, 3, [30, 31, 32]),
    ];

    [Fact]
    public void TryRead_StreamSplitAtAnyByte_GivesTheSameFrames()
    {
        for (var split = 0; split <= ThreeFrames.Length; split++)
        {
            var reader = new FrameReader();
            List<string> frames = [];
            Receive(reader, ThreeFrames.AsSpan(0, split), frames);
            Receive(reader, ThreeFrames.AsSpan(split), frames);
            AssertThree(frames);
        }
    }

    [Fact]
    public void TryRead_StreamByteByByte_GivesTheSameFrames()
    {
        var reader = new FrameReader();
        List<string> frames = [];
        foreach (var value in ThreeFrames)
        {
            Receive(reader, [value], frames);
        }

        AssertThree(frames);
    }

    [Fact]
    public void TryRead_ManyLongFrames_KeepsEveryByteWithinTwoFramesOfMemory()
    {
        var reader = new FrameReader();
        List<string> frames = [];
        var bodies = Enumerable.Range(0, 40).Select(i => Frames.Noise(i % 2 == 0 ? Frame.MaxBody : 1000 * i)).ToList();
        byte[] stream = [.. bodies.SelectMany((body, i) => Frames.Bytes(FrameKind.Data, FrameFlags.None, (uint)i, body))];
        foreach (var piece in stream.Chunk(7919))
        {
            Receive(reader, piece, frames);
            Assert.InRange(reader.GetMemory().Length + reader.Unread.Length, 1, 2 * (Frame.HeaderSize + Frame.MaxBody));
        }

        Assert.Equal(bodies.Select((body, i) => Describe(FrameKind.Data, FrameFlags.None, (uint)i, body)), frames);
        Assert.True(reader.Unread.IsEmpty);
    }

    [Fact]
    public void TryRead_NotAFrame_IsRefused()
    {
        var reader = new FrameReader();
        Assert.Throws<ProtocolException>(() => Receive(reader, "Hello, world\n"u8, []));
    }

    [Fact]
    public void Skip_BytesBeforeTheFirstFrame_LeavesTheFrames()
    {
        var reader = new FrameReader();
        "preamble"u8.CopyTo(reader.GetMemory().Span);
        reader.Advance(8);
        reader.Skip(8);
        List<string> frames = [];
        Receive(reader, ThreeFrames, frames);
        AssertThree(frames);
    }

    [Fact]
    public void GetMemory_RoomBehindWhatIsUnread_AllocatesNothing()
    {
        var reader = new FrameReader();
        reader.Advance(reader.GetMemory().Length - 1);
        Assert.Equal(0, AllocatedBy(() => reader.GetMemory()));
    }

    [Fact]
    public void GetMemory_AsLargeAsItMayGrow_AllocatesNothing()
    {
        const int longest = 2 * (Frame.HeaderSize + Frame.MaxBody);
        var reader = new FrameReader();
        while (reader.Unread.Length < longest)
        {
            reader.Advance(reader.GetMemory().Length);
        }

        Assert.Equal(0, AllocatedBy(() => reader.GetMemory()));
    }

    private static long AllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Receive(FrameReader reader, ReadOnlySpan<byte> bytes, List<string> frames)
    {
        while (!bytes.IsEmpty)
        {
            var memory = reader.GetMemory();
            Assert.NotEqual(0, memory.Length);
            var count = Math.Min(bytes.Length, memory.Length);
            bytes[..count].CopyTo(memory.Span);
            bytes = bytes[count..];
            reader.Advance(count);
            while (reader.TryRead(out var frame))
            {
                frames.Add(Describe(frame.Kind, frame.Flags, frame.Id, frame.Body.Span));
            }
        }
    }

    private static void AssertThree(List<string> frames) => Assert.Equal(
        [
            Describe(FrameKind.Call, FrameFlags.More, 1, [10, 11]),
            Describe(FrameKind.Cancel, FrameFlags.None, 2, []),
            Describe(FrameKind.Data, FrameFlags.Start, 3, [30, 31, 32]),
        ],
        frames);

    private static string Describe(FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> body) =>
        $"{kind} {flags} {id} {Convert.ToHexString(body)}";
}
