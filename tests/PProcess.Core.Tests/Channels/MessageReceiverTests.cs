using System.Buffers.Binary;
using System.IO.Pipelines;
using PProcess.Channels;
using PProcess.Core.Tests.Framing;

namespace PProcess.Core.Tests.Channels;

public sealed class MessageReceiverTests
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly MessageReceiver _receiver;

    public MessageReceiverTests() => _receiver = new MessageReceiver(_pipe.Reader);

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_SeveralMessagesAtOnce_GivesThemOneByOneAndThenTheEnd()
    {
        await _pipe.Writer.WriteAsync((byte[])[.. Message([1, 2]), .. Message([]), .. Message([3])]);
        await _pipe.Writer.CompleteAsync();
        Assert.Equal((byte[])[1, 2], await ReceiveAsync());
        Assert.Equal((byte[])[], await ReceiveAsync());
        Assert.Equal((byte[])[3], await ReceiveAsync());
        Assert.Null(await ReceiveAsync());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_BytesSplitAnywhere_GivesTheSameMessages()
    {
        byte[] bytes = [.. Message([1, 2, 3]), .. Message([4])];
        for (var split = 0; split <= bytes.Length; split++)
        {
            await _pipe.Writer.WriteAsync(bytes.AsMemory(0, split));
            var first = ReceiveAsync();
            await _pipe.Writer.WriteAsync(bytes.AsMemory(split));
            Assert.Equal((byte[])[1, 2, 3], await first);
            Assert.Equal((byte[])[4], await ReceiveAsync());
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_MessageInManyPieces_IsPutTogether()
    {
        var body = Frames.Noise(5_000_000);
        var receiving = ReceiveAsync();
        foreach (var piece in Message(body).Chunk(65_521))
        {
            await _pipe.Writer.WriteAsync(piece);
        }

        Assert.Equal(body, await receiving);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_CancelledInTheMiddleOfAMessage_GoesOnWithTheNext()
    {
        using var cancellation = new CancellationTokenSource();
        var bytes = Message([1, 2, 3, 4]);
        await _pipe.Writer.WriteAsync(bytes.AsMemory(0, 6));
        var cancelled = _receiver.ReceiveAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await _pipe.Writer.WriteAsync(bytes.AsMemory(6));
        Assert.Equal((byte[])[1, 2, 3, 4], await ReceiveAsync());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Release_InTheMiddleOfAMessage_LeavesItWhole()
    {
        var body = Frames.Noise(200_000);
        var bytes = Message(body);
        await _pipe.Writer.WriteAsync(bytes.AsMemory(0, 100_000));
        using var cancellation = new CancellationTokenSource();
        var cancelled = _receiver.ReceiveAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _receiver.Release();
        await _pipe.Writer.WriteAsync(bytes.AsMemory(100_000));
        Assert.Equal(body, await ReceiveAsync());
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)] // Longer than any array.
    public async Task ReceiveAsync_LengthOutOfRange_IsRefused(int length)
    {
        await _pipe.Writer.WriteAsync(BitConverter.GetBytes(length));
        await Assert.ThrowsAsync<ProtocolException>(ReceiveAsync);
        Assert.False(_pipe.Reader.TryRead(out _)); // What was read is taken, and whoever drops the rest can go on.
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_EndInTheMiddle_IsRefusedWhereverItIs()
    {
        var bytes = Message([1, 2, 3]);
        for (var length = 1; length < bytes.Length; length++)
        {
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync(bytes.AsMemory(0, length));
            await pipe.Writer.CompleteAsync();
            await Assert.ThrowsAsync<ProtocolException>(() => new MessageReceiver(pipe.Reader).ReceiveAsync(default).AsTask());
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_LongMessageClaimed_TakesMemoryForWhatHasArrivedOnly()
    {
        await _pipe.Writer.WriteAsync((byte[])[.. BitConverter.GetBytes(2_000_000_000), 1, 2, 3]);
        await _pipe.Writer.CompleteAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var receiving = ReceiveAsync();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        await Assert.ThrowsAsync<ProtocolException>(() => receiving);
    }

    private async Task<byte[]?> ReceiveAsync()
    {
        var message = await _receiver.ReceiveAsync(default);
        var bytes = message?.ToArray();
        _receiver.Release();
        return bytes;
    }

    private static byte[] Message(byte[] body)
    {
        var bytes = new byte[sizeof(int) + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, body.Length);
        body.CopyTo(bytes, sizeof(int));
        return bytes;
    }
}
