using System.Buffers;
using PProcess.Channels;
using PProcess.Core.Tests.Framing;

namespace PProcess.Core.Tests.Channels;

public sealed class ChannelWriterTests
{
    private readonly StreamPair _pair = new();

    [Fact(Timeout = Deadline.Test)]
    public async Task FlushAsync_SeveralWrites_SendsThemInOrder()
    {
        _pair.Near.Output.Write<byte>([1, 2]);
        _pair.Near.Output.Write<byte>([3]);
        Assert.False(_pair.Far.HasUnread);
        await _pair.Near.Output.FlushAsync();
        Assert.Equal((byte[])[1, 2, 3], await TakeAsync(3));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task CompleteAsync_UnflushedBytes_SendsThemAndThenTheEnd()
    {
        _pair.Near.Output.Write<byte>([1, 2]);
        await _pair.Near.Output.CompleteAsync();
        Assert.Equal((byte[])[1, 2], await TakeAsync(2));
        Assert.True((await _pair.Far.Input.ReadAsync()).IsCompleted);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task FlushAsync_ReceiverBehind_WaitsForIt()
    {
        _pair.Near.Output.Write<byte>(new byte[ChannelStream.Window + 1]);
        var flush = _pair.Near.Output.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);
        await TakeAsync(ChannelStream.Window);
        Assert.False((await flush).IsCompleted);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task FlushAsync_AfterACancelledFlush_SendsEachByteOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var bytes = Frames.Noise(ChannelStream.Window + 100);
        _pair.Near.Output.Write<byte>(bytes);
        var cancelled = _pair.Near.Output.FlushAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var completion = _pair.Near.Output.CompleteAsync().AsTask();
        List<byte> received = [];
        while (await _pair.Far.Input.ReadAsync() is { Buffer.IsEmpty: false } read)
        {
            received.AddRange(read.Buffer.ToArray());
            _pair.Far.Input.AdvanceTo(read.Buffer.End);
        }

        await completion;
        Assert.Equal(bytes, received);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task FlushAsync_PeerHasEnded_SaysSo()
    {
        _pair.Near.End(null);
        _pair.Near.Output.Write<byte>([1]);
        Assert.True((await _pair.Near.Output.FlushAsync()).IsCompleted);
    }

    private async Task<byte[]> TakeAsync(int count)
    {
        var read = await _pair.Far.Input.ReadAtLeastAsync(count);
        var bytes = read.Buffer.Slice(0, count).ToArray();
        _pair.Far.Input.AdvanceTo(read.Buffer.GetPosition(count));
        return bytes;
    }
}
