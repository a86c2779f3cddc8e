using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

/// <summary>The sending that waits: for room, and never for a stream that has failed.</summary>
public sealed class FrameWriterSendTests
{
    private readonly GatedStream _stream = new();
    private readonly FrameWriter _writer;

    public FrameWriterSendTests() => _writer = new FrameWriter(_stream.WriteAsync);

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_LongMessage_IsCutAndKeepsItsFlags()
    {
        var message = Frames.Noise(3 * Frame.MaxBody);
        await _writer.SendAsync(FrameKind.Result, FrameFlags.Value, 9, message, default);
        var frames = Frames.ParseAll(_stream.Written);
        Assert.Equal(
            [FrameFlags.Value | FrameFlags.More, FrameFlags.Value | FrameFlags.More, FrameFlags.Value], frames.Select(frame => frame.Flags));
        Assert.Equal(message, frames.SelectMany(frame => frame.Body.ToArray()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_EmptyMessage_IsOneFrame()
    {
        await _writer.SendAsync(FrameKind.Result, FrameFlags.None, 9, default, default);
        Assert.Single(Frames.ParseAll(_stream.Written));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_StreamBlocked_WaitsWithAHandfulOfFramesPending()
    {
        _stream.Block();
        var message = Frames.Noise(20 * Frame.MaxBody);
        var sending = _writer.SendAsync(FrameKind.Result, FrameFlags.None, 9, message, default).AsTask();
        Assert.False(sending.IsCompleted);
        _stream.Unblock();
        await sending;
        _writer.Write(FrameKind.Cancel, FrameFlags.None, 1, []); // Leaves behind the last frame of the message.
        await _stream.WhenAsync(_ => Frames.ParseAll(_stream.Written)[^1].Kind == FrameKind.Cancel);
        Assert.Equal(message, Frames.ParseAll(_stream.Written)[..^1].SelectMany(frame => frame.Body.ToArray()));
        Assert.All(_stream.Writes, write => Assert.InRange(write.Length, 1, 4 * Frame.MaxBody));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_CancelledWhileWaiting_CarriesTheToken()
    {
        using var cancellation = new CancellationTokenSource();
        _stream.Block();
        var sending = _writer.SendAsync(FrameKind.Result, FrameFlags.None, 9, new byte[20 * Frame.MaxBody], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        _stream.Unblock();
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Fail_WhileASendWaits_LetsItGo()
    {
        _stream.Block();
        var sending = _writer.SendAsync(FrameKind.Result, FrameFlags.None, 9, new byte[20 * Frame.MaxBody], default).AsTask();
        Assert.False(sending.IsCompleted);
        _writer.Fail();
        await sending;
        _stream.Unblock();
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(typeof(IOException))] // A pipe whose reader is gone.
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(InvalidOperationException))] // A pipe in memory that has been completed.
    public async Task SendAsync_StreamHasFailed_DoesNotWaitForIt(Type failure)
    {
        _stream.Failure = (Exception)Activator.CreateInstance(failure, "Gone.")!;
        for (var i = 0; i < 20; i++)
        {
            await _writer.SendAsync(FrameKind.Result, FrameFlags.None, 9, new byte[Frame.MaxBody], default);
        }

        Assert.Single(_stream.Writes);
    }
}
