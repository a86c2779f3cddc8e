using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Workers whose Initialize or Teardown does not end as it should.</summary>
public sealed class HookEndTests
{
    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_TeardownNeverEnds_WaitsForTheGracePeriodOnly()
    {
        var worker = Worker.Start(Launcher.LocalProcess, new WorkerOptions { GracePeriod = TimeSpan.FromMilliseconds(100), Teardown = static () => Thread.Sleep(Timeout.Infinite) });
        try
        {
            await worker.Ready.WaitAsync(TestContext.Current.CancellationToken);
            await worker.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly);
            await Processes.AssertGoneAsync(worker.ProcessId);
        }
        finally
        {
            worker.Kill();
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_InitializeHasBegunAndNeverEnds_DoesNotWaitForTeardown()
    {
        var begun = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}");
        var options = new WorkerOptions
        {
            GracePeriod = TimeSpan.FromSeconds(20),
            Initialize = () =>
            {
                File.WriteAllText(begun, "");
                Thread.Sleep(Timeout.Infinite);
            },
            Teardown = static () => { },
        };
        var worker = Worker.Start(Launcher.LocalProcess, options);
        try
        {
            while (!File.Exists(begun))
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await worker.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly);
            await Processes.AssertGoneAsync(worker.ProcessId);
        }
        finally
        {
            worker.Kill();
            File.Delete(begun);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_InitializeEndsTheProcess_ReturnsTheTaskWithTheReason()
    {
        await using var worker = Worker.Start(Launcher.LocalProcess, new WorkerOptions { Initialize = static () => Environment.Exit(5) });
        var task = new ReturnableTask(Invocation.Create(TestFunctions.Answer));
        worker.Post(task);
        await task.Returned.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("exit code 5", task.StartFailure!.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Ready_ProcessNeverBecomesAWorker_Ends()
    {
        await using var worker = Worker.Start(new CommandLauncher("/bin/false"));
        await worker.Ready.WaitAsync(Deadline.Promptly);
        Assert.NotNull(worker.StartFailure);
        Assert.Equal(long.MaxValue, worker.ReadyAt);
    }
}
