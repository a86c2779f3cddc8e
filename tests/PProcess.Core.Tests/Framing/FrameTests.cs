using System.Buffers.Binary;
using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class FrameTests
{
    private static readonly byte[] Whole = Frames.Bytes(FrameKind.Data, FrameFlags.Start | FrameFlags.More, 0xFEDCBA98, [1, 2, 3]);

    [Fact]
    public void TryParse_WholeFrame_GivesItsParts()
    {
        Assert.True(Frame.TryParse(Whole, out var frame, out var size));
        Assert.Equal(FrameKind.Data, frame.Kind);
        Assert.Equal(FrameFlags.Start | FrameFlags.More, frame.Flags);
        Assert.Equal(0xFEDCBA98, frame.Id);
        Assert.Equal<byte>([1, 2, 3], frame.Body.ToArray());
        Assert.Equal(Whole.Length, size);
    }

    [Fact]
    public void WriteHeader_MemoryThatWasUsedBefore_WritesEveryByte()
    {
        var header = new byte[Frame.HeaderSize];
        Array.Fill(header, byte.MaxValue);
        Frame.WriteHeader(header, FrameKind.Data, FrameFlags.None, 1, 0);
        Assert.Equal<byte>([(byte)FrameKind.Data, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], header);
    }

    [Theory]
    [InlineData((byte)FrameKind.Result)]
    [InlineData((byte)FrameKind.Failed)]
    public void TryParse_OutcomeWithATime_GivesIt(byte kind)
    {
        var bytes = new byte[Frame.HeaderSize];
        Frame.WriteHeader(bytes, (FrameKind)kind, FrameFlags.None, 1, 0, 0x42C8);
        Assert.Equal(0x42C8, Frames.Parse(bytes).Time);
    }

    [Fact]
    public void TryParse_AllFlags_AreTaken()
    {
        const FrameFlags all = FrameFlags.More | FrameFlags.Start | FrameFlags.Value;
        Assert.True(Frame.TryParse(Frames.Bytes(FrameKind.Data, all, 1, []), out var frame, out _));
        Assert.Equal(all, frame.Flags);
    }

    [Fact]
    public void TryParse_MoreThanOneFrame_LeavesTheRest()
    {
        Assert.True(Frame.TryParse((byte[])[.. Whole, .. Whole], out var frame, out var size));
        Assert.Equal(3, frame.Body.Length);
        Assert.Equal(Whole.Length, size);
    }

    [Fact]
    public void TryParse_TruncatedHeader_AsksForTheHeader()
    {
        for (var length = 0; length < Frame.HeaderSize; length++)
        {
            Assert.False(Frame.TryParse(Whole.AsMemory(0, length), out _, out var needed));
            Assert.Equal(Frame.HeaderSize, needed);
        }
    }

    [Fact]
    public void TryParse_TruncatedBody_AsksForTheWholeFrame()
    {
        for (var length = Frame.HeaderSize; length < Whole.Length; length++)
        {
            Assert.False(Frame.TryParse(Whole.AsMemory(0, length), out _, out var needed));
            Assert.Equal(Whole.Length, needed);
        }
    }

    [Fact]
    public void TryParse_LongestBody_IsTaken()
    {
        var bytes = Frames.Bytes(FrameKind.Result, FrameFlags.None, 1, new byte[Frame.MaxBody]);
        Assert.True(Frame.TryParse(bytes, out var frame, out _));
        Assert.Equal(Frame.MaxBody, frame.Body.Length);
    }

    [Theory]
    [InlineData(Frame.MaxBody + 1u)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public void TryParse_OversizedLength_IsRefusedBeforeTheBodyArrives(uint length)
    {
        var header = Whole[..Frame.HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), length);
        var error = Assert.Throws<ProtocolException>(() => Frame.TryParse(header, out _, out _));
        Assert.Contains($"{length}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)] // Unknown kinds.
    [InlineData(0, 19)]
    [InlineData(0, 255)]
    [InlineData(1, 16)] // Unknown flags.
    [InlineData(1, 255)]
    [InlineData(2, 1)] // Reserved bytes.
    [InlineData(3, 1)]
    public void TryParse_HeaderByteOutOfRange_IsRefusedWithTheBytes(int position, byte value)
    {
        var bytes = Whole.ToArray();
        bytes[position] = value;
        var error = Assert.Throws<ProtocolException>(() => Frame.TryParse(bytes, out _, out _));
        Assert.Contains(Convert.ToHexString(bytes.AsSpan(0, Frame.HeaderSize)), error.Message, StringComparison.Ordinal);
    }
}
