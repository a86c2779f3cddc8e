using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Tasks that are ended, and what becomes of their worker and of those behind them.</summary>
public sealed class TaskEndTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task EndTaskAsync_TaskTakesItsTime_OthersAreReturnedMeanwhile()
    {
        var gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var worker = Worker.Start(Launcher.LocalProcess, new WorkerOptions { GracePeriod = TimeSpan.FromMilliseconds(Deadline.Test) });
        var slow = new ChannelTask(Invocation.Create(EndBehindAsync, gate));
        var behind = new ReturnableTask(Invocation.Create(TestFunctions.Answer));
        var late = new ReturnableTask(Invocation.Create(TestFunctions.Answer));
        worker.Post([slow, behind]);
        await slow.Channel.ReceiveAsync<string>(Cancellation);
        var ending = worker.EndTaskAsync(slow);

        worker.Post(late);

        await late.Returned.WaitAsync(Cancellation);
        await behind.Returned.WaitAsync(Cancellation);
        Assert.Null(behind.Worker);
        Assert.False(worker.TakesTasks);
        Assert.False(ending.IsCompleted);
        await File.WriteAllTextAsync(gate, "", Cancellation);
        await ending.WaitAsync(Cancellation);
        File.Delete(gate);
        Assert.True(worker.TakesTasks);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task EndTaskAsync_TaskHasNotBegun_FailsAndHarmsNoOther()
    {
        await using var worker = Worker.Start(Launcher.LocalProcess);
        var running = new ChannelTask(Invocation.Create(TestFunctions.AskAsync));
        var waiting = new ChannelTask(Invocation.Create(TestFunctions.Answer));
        worker.Post([running, waiting]);
        await running.Channel.ReceiveAsync<string>(Cancellation);

        await worker.EndTaskAsync(waiting).WaitAsync(Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Completion);
        await running.Channel.SendAsync("unharmed", Cancellation);
        await running.Completion.WaitAsync(Cancellation);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task EndTasksAsync_FunctionSpins_EndsWithTheWorker()
    {
        await using var worker = Worker.Start(Launcher.LocalProcess);
        var task = new ChannelTask(Invocation.Create(SpinAsync));
        worker.Post(task);
        await task.Channel.ReceiveAsync<string>(Cancellation);

        await worker.EndTasksAsync().WaitAsync(Cancellation);

        Assert.True(worker.Completion.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Completion);
    }

    private static async Task EndBehindAsync(ProcessChannel channel, string gate, CancellationToken cancellationToken)
    {
        await channel.SendAsync("begun", CancellationToken.None);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!File.Exists(gate))
        {
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static async Task SpinAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }
}
