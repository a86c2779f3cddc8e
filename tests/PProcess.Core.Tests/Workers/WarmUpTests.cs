using PProcess.Workers;

namespace PProcess.Core.Tests.Workers;

/// <summary>Warming up fails nowhere: nobody would be told.</summary>
public sealed class WarmUpTests
{
    [Fact(Timeout = Deadline.Test)]
    public async Task CreateCall_RunsToItsEnd()
    {
        await using var worker = Worker.Start(Launcher.LocalProcess);
        var warmUp = new HookTask(WarmUp.CreateCall());
        worker.Post(warmUp);
        await warmUp.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }
}
