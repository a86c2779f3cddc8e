using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Sharing;

namespace PProcess.Core.Tests.Workers;

/// <summary>What is left of a worker that has broken the protocol.</summary>
public sealed class UntrustedEndTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_WorkerOfSeveralTasksIsNotToBeTrusted_ItsMemoryIsGone()
    {
        var (during, behind) = await ResultTask<(int, int)>.RunAsync(NewWorker(), Invocation.Create(static async () =>
        {
            await using var inner = Worker.Start(Launcher.LocalProcess);
            var first = new ChannelTask(Invocation.Create(BreakTheProtocolAsync));
            inner.Post([first, new ReturnableTask(Invocation.Create(TestFunctions.Answer))]);
            await first.Channel.ReceiveAsync<string>();
            var during = SharedMappings.CountMapped();
            await first.Channel.SendAsync("go on");
            await inner.Completion;
            return (during, SharedMappings.CountMapped());
        }));
        Assert.Equal((1, 0), (during, behind));
    }

    private static async Task BreakTheProtocolAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        await channel.ReceiveAsync<string>();
        ChannelDescriptors.Write("This is not a frame at all.\n");
        await Task.Delay(Timeout.Infinite);
    }
}
