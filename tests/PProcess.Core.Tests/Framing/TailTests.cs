using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

/// <summary>Messages that end in an array, from a process that is not to be believed.</summary>
public sealed class TailTests
{
    private readonly MessageAssembler _messages = new();

    [Fact]
    public void TryComplete_TailInParts_IsTheArray()
    {
        Expect(2, TypeCode.Int32, 8);
        Assert.False(Add([1, 2, 3], more: true, out _));
        Assert.True(Add([0, 0, 0, 4, 0, 0, 0], more: false, out var head));
        Assert.Equal([1, 2], head);
        Assert.Equal([3, 4], Assert.IsType<int[]>(_messages.Tail));
    }

    [Fact]
    public void TryComplete_TailThatIsTooShort_IsRefused()
    {
        Expect(1, TypeCode.Byte, 10);
        Assert.Throws<ProtocolException>(() => Add([1, 2, 3], more: false, out _));
    }

    [Fact]
    public void TryComplete_TailThatIsTooLong_IsRefused()
    {
        Expect(1, TypeCode.Byte, 2);
        Assert.Throws<ProtocolException>(() => Add([1, 2, 3, 4], more: false, out _));
    }

    [Theory]
    [InlineData(TypeCode.Object, 8)]
    [InlineData(TypeCode.String, 8)]
    [InlineData(TypeCode.Decimal, 16)]
    [InlineData(TypeCode.Double, 7)]
    public void TryComplete_ElementsThatCannotBe_AreRefused(TypeCode kind, int size)
    {
        Expect(0, kind, size);
        Assert.Throws<ProtocolException>(() => Add(new byte[size], more: false, out _));
    }

    [Fact]
    public void TryComplete_HugeClaim_CostsWhatHasArrived()
    {
        Expect(0, TypeCode.Byte, Array.MaxLength);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(Add(new byte[1000], more: true, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * 1024 * 1024);
    }

    [Fact]
    public void TryComplete_SenderHasKeptItsWord_IsBelievedForEightTimesAsMuch()
    {
        const int size = 64 * Frame.MaxBody;
        Expect(0, TypeCode.Byte, size);
        for (var i = 1; i < 64; i++)
        {
            Assert.False(Add(new byte[Frame.MaxBody], more: true, out _));
        }

        Assert.True(Add(new byte[Frame.MaxBody], more: false, out _));
        Assert.InRange(AllocatedFor(7 * size), 7 * size, 8 * size); // Seven, as it has claimed one already.
        Assert.InRange(AllocatedFor(2 << 20), 0, 100_000);
    }

    [Fact]
    public void TakeTail_ArrayOfAnotherType_IsRefused()
    {
        var reader = new MessageReader(default) { Tail = new uint[3] };
        Assert.Throws<ProtocolException>(() => reader.TakeTail<int>());
        Assert.Throws<ProtocolException>(() => default(MessageReader).TakeTail<int>());
    }

    [Fact]
    public void TryComplete_BehindManyUnfinishedSmallTails_ALargeOneIsTheArray()
    {
        for (var i = 0; i < 100; i++)
        {
            AllocatedFor(1 << 20);
        }

        _messages.Forget(7);
        const int size = 32 * Frame.MaxBody;
        Expect(0, TypeCode.Byte, size);
        for (var i = 1; i < 32; i++)
        {
            Assert.False(Add(new byte[Frame.MaxBody], more: true, out _));
        }

        Assert.True(Add(new byte[Frame.MaxBody], more: false, out _));
        Assert.Equal(size, Assert.IsType<byte[]>(_messages.Tail).Length);
    }

    // For the first byte of an array of that size.
    private long AllocatedFor(int size)
    {
        _messages.Forget(7);
        Expect(0, TypeCode.Byte, size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(Add([1], more: true, out _));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Expect(int length, TypeCode kind, int size)
    {
        var claim = new MessageWriter();
        claim.WriteInt32((int)FrameKind.Result);
        claim.WriteInt32(length);
        claim.WriteInt32((int)kind);
        claim.WriteInt32(size);
        _messages.Expect(Parse(FrameKind.Length, FrameFlags.None, claim.Written.Span));
    }

    private bool Add(ReadOnlySpan<byte> body, bool more, out byte[] head)
    {
        var isWhole = _messages.TryComplete(Parse(FrameKind.Result, more ? FrameFlags.More : FrameFlags.None, body), out var message);
        head = message.ToArray();
        return isWhole;
    }

    private static Frame Parse(FrameKind kind, FrameFlags flags, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[Frame.HeaderSize + body.Length];
        Frame.WriteHeader(bytes, kind, flags, 7, body.Length);
        body.CopyTo(bytes.AsSpan(Frame.HeaderSize));
        Assert.True(Frame.TryParse(bytes, out var frame, out _));
        return frame;
    }
}
