namespace PProcess.Core.Tests.Workers;

/// <summary>Bytes in a channel that the protocol does not know.</summary>
public sealed class GarbageTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Write_IntoTheWorkersOwnChannel_IsAProtocolExceptionAndEndsTheWorker()
    {
        var channel = Start(Invocation.Create(WriteGarbageAsync));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        var processId = channel.ProcessId;
        var error = await Assert.ThrowsAsync<ProtocolException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Contains(Convert.ToHexString("This is "u8), error.Message, StringComparison.Ordinal);
        await Processes.AssertGoneAsync(processId);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Write_IntoTheWorkersOwnChannel_HarmsNoOtherWorker()
    {
        var other = Start(Invocation.Create(Contract.TestFunctions.EchoAsync<string>));
        var channel = Start(Invocation.Create(WriteGarbageAsync));
        await Assert.ThrowsAsync<ProtocolException>(() => channel.Completion.WaitAsync(Cancellation));
        await other.SendAsync("unharmed", Cancellation);
        Assert.Equal("unharmed", await other.ReceiveAsync<string>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_MessageOfAnotherType_IsAProtocolException()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.SendAsync((byte)1)));
        await Assert.ThrowsAsync<ProtocolException>(async () => await channel.ReceiveAsync<long>(Cancellation));
    }

    private static async Task WriteGarbageAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        ChannelDescriptors.Write("This is not a frame at all.\n");
        await Task.Delay(Timeout.Infinite);
    }
}
