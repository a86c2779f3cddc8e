using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class MessageAssemblerTests
{
    private readonly MessageAssembler _assembler = new();

    [Fact]
    public void TryComplete_SingleFrame_IsTheMessage()
    {
        Assert.Equal((byte[])[1, 2], Complete(FrameKind.Call, 1, isLast: true, [1, 2]));
    }

    [Fact]
    public void TryComplete_EmptyFrame_IsAnEmptyMessage()
    {
        Assert.Equal((byte[])[], Complete(FrameKind.Result, 1, isLast: true, []));
    }

    [Fact]
    public void TryComplete_InterleavedIds_KeepsThemApart()
    {
        Assert.Null(Complete(FrameKind.Result, 1, isLast: false, [1]));
        Assert.Null(Complete(FrameKind.Result, 2, isLast: false, [2]));
        Assert.Null(Complete(FrameKind.Result, 1, isLast: false, [1, 1]));
        Assert.Equal((byte[])[3], Complete(FrameKind.Result, 3, isLast: true, [3]));
        Assert.Equal((byte[])[2, 2, 2], Complete(FrameKind.Result, 2, isLast: true, [2, 2]));
        Assert.Equal((byte[])[1, 1, 1], Complete(FrameKind.Result, 1, isLast: true, []));
    }

    [Fact]
    public void TryComplete_InterleavedKindsOfOneId_KeepsThemApart()
    {
        Assert.Null(Complete(FrameKind.Define, 1, isLast: false, [1]));
        Assert.Null(Complete(FrameKind.Call, 1, isLast: false, [9]));
        Assert.Equal((byte[])[1, 2], Complete(FrameKind.Define, 1, isLast: true, [2]));
        Assert.Equal((byte[])[9, 8], Complete(FrameKind.Call, 1, isLast: true, [8]));
    }

    [Fact]
    public void TryComplete_SameIdAgain_StartsAnew()
    {
        Assert.Null(Complete(FrameKind.Call, 1, isLast: false, [1]));
        Assert.Equal((byte[])[1, 2], Complete(FrameKind.Call, 1, isLast: true, [2]));
        Assert.Equal((byte[])[3], Complete(FrameKind.Call, 1, isLast: true, [3]));
    }

    [Fact]
    public void Forget_BegunMessagesOfOneId_KeepsThoseOfOthers()
    {
        Assert.Null(Complete(FrameKind.Progress, 1, isLast: false, [1]));
        Assert.Null(Complete(FrameKind.Result, 1, isLast: false, [1]));
        Assert.Null(Complete(FrameKind.Result, 2, isLast: false, [2]));
        _assembler.Forget(1);
        Assert.Equal((byte[])[9], Complete(FrameKind.Progress, 1, isLast: true, [9]));
        Assert.Equal((byte[])[9], Complete(FrameKind.Result, 1, isLast: true, [9]));
        Assert.Equal((byte[])[2, 2], Complete(FrameKind.Result, 2, isLast: true, [2]));
    }

    private byte[]? Complete(FrameKind kind, uint id, bool isLast, byte[] body)
    {
        var frame = Frames.Parse(Frames.Bytes(kind, isLast ? FrameFlags.None : FrameFlags.More, id, body));
        return _assembler.TryComplete(frame, out var message) ? message.ToArray() : null;
    }
}
