using System.Threading.Channels;
using PProcess.Channels;
using PProcess.Core.Tests.Framing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Channels;

public sealed class ChannelStreamTests
{
    private readonly StreamPair _pair = new();

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_ReceiverTakesNothing_WaitsAtTheWindow()
    {
        await SendAsync(ChannelStream.Window);
        var beyond = SendAsync(1);
        Assert.False(beyond.IsCompleted);
        await TakeAsync(ChannelStream.Window);
        await beyond;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_MuchMoreThanTheWindow_KeepsAtMostTheWindowUnread()
    {
        var message = Frames.Noise(10 * ChannelStream.Window + 1);
        var sending = _pair.Near.SendAsync(message, startsMessage: true, default).AsTask();
        var received = new MemoryStream();
        while (received.Length < message.Length)
        {
            var read = await _pair.Far.Input.ReadAsync();
            Assert.InRange(read.Buffer.Length, 1, ChannelStream.Window);
            foreach (var part in read.Buffer)
            {
                received.Write(part.Span);
            }

            _pair.Far.Input.AdvanceTo(read.Buffer.End);
        }

        await sending;
        Assert.Equal(message, received.ToArray());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_BothDirectionsFull_WaitApart()
    {
        await SendAsync(ChannelStream.Window);
        await _pair.Far.SendAsync(new byte[10], startsMessage: true, default);
        Assert.Equal(10, (await _pair.Near.Input.ReadAtLeastAsync(10)).Buffer.Length);
    }

    [Fact]
    public void OnData_MoreThanTheWindow_IsRefused()
    {
        _pair.Near.OnData(new byte[ChannelStream.Window]);
        Assert.Throws<ProtocolException>(() => _pair.Near.OnData([1]));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })] // Nothing.
    [InlineData(new byte[] { 255, 255, 255, 255 })] // Minus one.
    [InlineData(new byte[] { 1, 0, 4, 0 })] // More than the window.
    public void OnCredit_NotANumberOfBytes_IsRefused(byte[] body) =>
        Assert.Throws<ProtocolException>(() => _pair.Near.OnCredit(body));

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_BeforeItIsConnected_LeavesThen()
    {
        var written = new GatedStream();
        var stream = new ChannelStream();
        var sending = stream.SendAsync(new byte[] { 1, 2 }, startsMessage: true, default).AsTask();
        Assert.False(sending.IsCompleted);
        stream.Connect(new FrameWriter(written.WriteAsync), 5);
        await sending;
        var frame = Assert.Single(Frames.ParseAll(written.Written));
        Assert.Equal((FrameKind.Data, FrameFlags.Start, 5u), (frame.Kind, frame.Flags, frame.Id));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task EndOutputAsync_DataUnread_LetsTheReceiverTakeItBeforeTheEnd()
    {
        await SendAsync(3);
        await _pair.Near.EndOutputAsync();
        Assert.True(_pair.Far.IsInputEnded);
        var read = await _pair.Far.Input.ReadAsync();
        Assert.Equal(3, read.Buffer.Length);
        _pair.Far.Input.AdvanceTo(read.Buffer.End);
        Assert.True((await _pair.Far.Input.ReadAsync()).IsCompleted);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task End_WhileASendWaitsForCredit_FailsItWithTheReason()
    {
        await SendAsync(ChannelStream.Window);
        var sending = SendAsync(1);
        _pair.Near.End(new TimeZoneNotFoundException("the reason"));
        Assert.Equal("the reason", (await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => sending)).Message);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task End_BeforeItIsConnected_FailsWhatWaitsToBeSent()
    {
        var stream = new ChannelStream();
        var sending = stream.SendAsync(new byte[1], startsMessage: true, default).AsTask();
        stream.End(null);
        await Assert.ThrowsAsync<ChannelClosedException>(() => sending);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task End_DataUnread_CanStillBeTaken()
    {
        await SendAsync(3);
        _pair.Far.End(new TimeZoneNotFoundException());
        Assert.Equal(3, (await _pair.Far.Input.ReadAtLeastAsync(3)).Buffer.Length);
    }

    private Task SendAsync(int length) => _pair.Near.SendAsync(new byte[length], startsMessage: true, default).AsTask();

    private async Task TakeAsync(int count)
    {
        var read = await _pair.Far.Input.ReadAtLeastAsync(count);
        _pair.Far.Input.AdvanceTo(read.Buffer.GetPosition(count));
    }
}
