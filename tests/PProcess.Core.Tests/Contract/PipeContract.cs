using System.Buffers;
using System.IO.Pipelines;
using PProcess.Channels;
using PProcess.Core.Tests.Framing;

namespace PProcess.Core.Tests.Contract;

/// <summary>The raw bytes of a channel, and what happens to them at its limits.</summary>
public abstract class PipeContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Pipe_BytesSentBackReversed_ArriveInOrder()
    {
        var channel = Start(Invocation.Create(ReverseLinesAsync));
        await channel.Pipe.Output.WriteAsync("abc\ndef\n"u8.ToArray(), Cancellation);
        await channel.Pipe.Output.CompleteAsync();
        using var reader = new StreamReader(channel.Pipe.Input.AsStream());
        Assert.Equal("cba\nfed\n", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Pipe_MuchMoreThanTheWindow_ArrivesWhole()
    {
        var bytes = Frames.Noise(20 * ChannelStream.Window);
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.Pipe.Input.CopyToAsync(far.Pipe.Output)));
        var writing = WriteAsync(channel.Pipe.Output, bytes);
        using var received = new MemoryStream();
        await channel.Pipe.Input.CopyToAsync(received, Cancellation);
        await writing;
        Assert.True(bytes.AsSpan().SequenceEqual(received.ToArray()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_FunctionTakesNothing_WaitsAtTheWindow()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        await channel.SendAsync(new byte[ChannelStream.Window - 12], Cancellation);
        var beyond = channel.SendAsync(new byte[100], Cancellation).AsTask();
        Assert.False(beyond.IsCompleted);
        await channel.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => beyond);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_AfterOneThatWasCancelledInTheMiddle_IsRefused()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        using var cancellation = new CancellationTokenSource();
        var sending = channel.SendAsync(new byte[2 * ChannelStream.Window], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        // Whatever is sent now would arrive as the rest of that message.
        var next = channel.SendAsync("another", Cancellation).AsTask();
        var isRefused = next.IsFaulted;
        await channel.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => next);
        Assert.True(isRefused);
    }

    private static async Task WriteAsync(PipeWriter output, byte[] bytes)
    {
        await output.WriteAsync(bytes, Cancellation);
        await output.CompleteAsync();
    }

    private static async Task ReverseLinesAsync(ProcessChannel channel)
    {
        while (true)
        {
            var read = await channel.Pipe.Input.ReadAsync();
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end).ToArray();
                Array.Reverse(line);
                channel.Pipe.Output.Write<byte>([.. line, (byte)'\n']);
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            channel.Pipe.Input.AdvanceTo(rest.Start, rest.End);
            await channel.Pipe.Output.FlushAsync();
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
