using System.Diagnostics;
using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>A worker's standard streams are not its channel.</summary>
public abstract class StandardStreamContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task ConsoleOutput_OfAFunction_GoesToStandardErrorAndLeavesTheChannelAlone()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            Console.WriteLine("printed by managed code");
            using (var echo = Process.Start("/bin/echo", "printed by another program"))
            {
                await echo.WaitForExitAsync();
            }

            await far.SendAsync("message");
            Environment.Exit(5);
        }));
        Assert.Equal("message", await channel.ReceiveAsync<string>(Cancellation));
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Contains("printed by managed code", error.StandardError, StringComparison.Ordinal);
        Assert.Contains("printed by another program", error.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ConsoleInput_OfAFunction_IsAtItsEnd()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await far.SendAsync(Console.In.ReadLine() is null);
            await far.SendAsync(await Console.OpenStandardInput().ReadAsync(new byte[1]));
            await far.SendAsync(await far.ReceiveAsync<string>());
        }));
        await channel.SendAsync("still there", Cancellation);
        Assert.True(await channel.ReceiveAsync<bool>(Cancellation));
        Assert.Equal(0, await channel.ReceiveAsync<int>(Cancellation));
        Assert.Equal("still there", await channel.ReceiveAsync<string>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_GrandchildHoldsTheStreams_DoesNotWaitForIt()
    {
        var channel = Start(Invocation.Create(StartGrandchild));
        var grandchild = await channel.ReceiveAsync<int>(Cancellation);
        try
        {
            await channel.Completion.WaitAsync(Deadline.Promptly, Cancellation);
            await channel.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
            Assert.True(Processes.IsThere(grandchild));
        }
        finally
        {
            Processes.Signal(grandchild, "KILL");
            await Processes.AssertGoneAsync(grandchild);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_WorkerKilledWhileAGrandchildHoldsTheStreams_IsToldPromptly()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await far.SendAsync(StartGrandchild());
            await Task.Delay(Timeout.Infinite);
        }));
        var grandchild = await channel.ReceiveAsync<int>(Cancellation);
        try
        {
            Processes.Signal(channel.ProcessId, "KILL");
            await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Deadline.Promptly, Cancellation));
        }
        finally
        {
            Processes.Signal(grandchild, "KILL");
            await Processes.AssertGoneAsync(grandchild);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Channel_OfAWorker_IsNotInheritedByItsChildren()
    {
        var channel = Start(Invocation.Create(static () =>
        {
            using var list = Process.Start(new ProcessStartInfo("/bin/ls", ["-l", "/proc/self/fd"]) { RedirectStandardOutput = true })!;
            return (ChannelDescriptors.Find().Select(ChannelDescriptors.TargetOf).ToArray(), list.StandardOutput.ReadToEnd());
        }));
        var (pipes, inherited) = await channel.ReceiveAsync<(string[], string)>(Cancellation);
        Assert.Equal(2, pipes.Length);
        Assert.All(pipes, pipe => Assert.StartsWith("pipe:", pipe, StringComparison.Ordinal));
        Assert.All(pipes, pipe => Assert.DoesNotContain(pipe, inherited, StringComparison.Ordinal));
    }

    private static int StartGrandchild()
    {
        using var grandchild = Process.Start("/bin/sleep", "1000");
        return grandchild.Id;
    }
}
