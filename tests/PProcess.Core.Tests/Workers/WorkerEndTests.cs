using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Workers that do not want to end, or must not yet.</summary>
public sealed class WorkerEndTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionSpins_EndsTheWorkerWithinFiveSeconds()
    {
        var channel = Start(Invocation.Create(SpinAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        await channel.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
        Assert.False(Processes.IsThere(channel.ProcessId));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => channel.Completion);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_WorkerIsStopped_EndsItWithinFiveSeconds()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        Processes.Signal(channel.ProcessId, "STOP");
        await channel.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
        Assert.Equal(9, channel.ExitStatus?.Signal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionIgnoresSigterm_IsKilled()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Spin();
            await far.SendAsync("begun");
            Spin();
        }));
        await channel.ReceiveAsync<string>(Cancellation);
        await channel.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
        Assert.Equal(9, channel.ExitStatus?.Signal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionEndsOnAThreadThatTheProcessWaitsForAtItsEnd_NeedNotBeKilled()
    {
        var channel = Start(Invocation.Create(EndOnOwnThreadAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        await channel.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
        Assert.NotEqual(9, channel.ExitStatus?.Signal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Interrupt_SentToAWorker_IsIgnored()
    {
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<string>));
        await channel.SendAsync("before", Cancellation);
        Assert.Equal("before", await channel.ReceiveAsync<string>(Cancellation));
        Processes.Signal(channel.ProcessId, "INT");
        await channel.SendAsync("behind", Cancellation);
        Assert.Equal("behind", await channel.ReceiveAsync<string>(Cancellation));
        await channel.CompleteAsync();
        await channel.Completion.WaitAsync(Cancellation);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Terminate_SentToAWorker_EndsItAndIsReported()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        Processes.Signal(channel.ProcessId, "TERM");
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal(15, error.ExitStatus.Signal);
    }

    private static async Task EndOnOwnThreadAsync(ProcessChannel far, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            cancellationToken.WaitHandle.WaitOne();
            Thread.Sleep(100); // Until the host has asked the worker to end.
            ended.SetResult(); // The function goes on here.
        })
        { IsBackground = true };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => thread.Join();
        thread.Start();
        await far.SendAsync("begun", CancellationToken.None);
        await ended.Task;
    }

    private static async Task SpinAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        Spin();
    }

    private static void Spin()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }
}
