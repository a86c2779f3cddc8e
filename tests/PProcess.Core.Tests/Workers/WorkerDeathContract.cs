using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Workers that end before their function does.</summary>
public abstract class WorkerDeathContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_WorkerKilled_NamesTheProcessAndTheSignal()
    {
        var channel = Start(Invocation.Create(SendAndWaitAsync, 1000));
        var processId = channel.ProcessId;
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i, await channel.ReceiveAsync<int>(Cancellation));
        }

        Processes.Signal(processId, "KILL");
        var error = await Assert.ThrowsAsync<WorkerExitedException>(async () => await channel.ReceiveAsync<int>(Cancellation));
        Assert.Equal(processId, error.ProcessId);
        Assert.Equal(9, error.ExitStatus.Signal);
        Assert.Contains("SIGKILL", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_WorkerKilledBeforeAnythingWasReceived_GivesWhatItHadSentFirst()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await far.SendAsync(i);
            }

            Processes.Signal(Environment.ProcessId, "KILL");
            await Task.Delay(Timeout.Infinite);
        }));
        await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        List<int> received = [];
        await Assert.ThrowsAsync<WorkerExitedException>(async () =>
        {
            await foreach (var message in channel.ReadAllAsync<int>(Cancellation))
            {
                received.Add(message);
            }
        });
        Assert.Equal(Enumerable.Range(0, 1000), received);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_WorkerKilled_FailsInsteadOfWaiting()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        var sending = channel.SendAsync(new byte[1024 * 1024], Cancellation).AsTask();
        Processes.Signal(channel.ProcessId, "KILL");
        await Assert.ThrowsAsync<WorkerExitedException>(() => sending);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_FunctionExits_NamesTheExitCode()
    {
        var channel = Start(Invocation.Create(() => Environment.Exit(3)));
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal(new ExitStatus(3), error.ExitStatus);
        Assert.Null(error.ExitStatus.Signal);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(new ExitStatus(3), channel.ExitStatus);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_FunctionFailsFast_CarriesTheLastLinesOfStandardError()
    {
        var channel = Start(Invocation.Create(() => Environment.FailFast("the very last words")));
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal(6, error.ExitStatus.Signal);
        Assert.Contains("the very last words", error.StandardError, StringComparison.Ordinal);
        Assert.Contains("the very last words", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_MuchStandardErrorBeforeTheEnd_KeepsItsLastLinesOnly()
    {
        var channel = Start(Invocation.Create(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                Console.Error.WriteLine($"line {i}");
            }

            Environment.Exit(4);
        }));
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.EndsWith("line 1999", error.StandardError, StringComparison.Ordinal);
        Assert.InRange(error.StandardError.Length, 1000, 4096);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_UnhandledExceptionOnAnotherThread_IsTheWorkersEnd()
    {
        var channel = Start(Invocation.Create(static async () =>
        {
            new Thread(() => throw new InvalidOperationException("on another thread")).Start();
            await Task.Delay(Timeout.Infinite);
        }));
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Contains("on another thread", error.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_TasksBehindOneThatEndsTheWorker_AreReturned()
    {
        var worker = NewWorker();
        var first = new ChannelTask(Invocation.Create(() => Environment.Exit(3)));
        var second = new ReturnableTask(Invocation.Create(TestFunctions.Answer));
        worker.Post([first, second]);
        await Assert.ThrowsAsync<WorkerExitedException>(() => first.Completion.WaitAsync(Cancellation));
        await second.Returned.WaitAsync(Cancellation);
        await worker.Completion.WaitAsync(Cancellation);
    }

    private static async Task SendAndWaitAsync(ProcessChannel channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await channel.SendAsync(i);
        }

        await Task.Delay(Timeout.Infinite);
    }
}
