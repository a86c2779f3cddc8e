using PProcess.Core.Tests.Workers;

namespace PProcess.Core.Tests.Forking;

/// <summary>Created processes that are killed.</summary>
public sealed class ForkDeathTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CreatedProcessIsKilled_CreatorIsTold()
    {
        var channel = Keep(await ForkMethods.WaitAsync(Launcher.LocalProcess));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        Processes.Signal(channel.ProcessId, "KILL");
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.ReceiveAsync<string>(Cancellation).AsTask());
        Assert.Equal(channel.ProcessId, error.ProcessId);
    }
}
