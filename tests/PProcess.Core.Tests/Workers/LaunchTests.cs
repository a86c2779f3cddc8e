using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Processes that never become workers, and the launchers of one's own that start them.</summary>
public sealed class LaunchTests
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ProgramThatPrints_FailsWithWhatItPrinted()
    {
        var error = await FailAsync(new CommandLauncher("/bin/echo", "hello"));
        Assert.Contains("\"hello\"", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ProgramThatFails_FailsWithItsExitCode()
    {
        var error = await FailAsync(new CommandLauncher("/bin/false"));
        Assert.Contains("exit code 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(WorkerHost.RunIfWorkerAsync), error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ProgramThatFailsWithWords_FailsWithThem()
    {
        var error = await FailAsync(new CommandLauncher("/bin/sh", "-c", "exec /no/such/program"));
        Assert.Contains("exit code 127", error.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/program", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ProgramThatPrintsAndStays_FailsAndIsEnded()
    {
        var error = await FailAsync(new CommandLauncher("/bin/sh", "-c", "echo hello; exec sleep 1000"));
        Assert.Contains("\"hello\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NoSuchCommand_ThrowsFromTheCall() =>
        Assert.Throws<LaunchException>(() => ProcessChannel.Start(new CommandLauncher("/no/such/program"), Invocation.Create(TestFunctions.Answer)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ThisProgramByALauncherOfOnesOwn_RunsTheFunction()
    {
        var launcher = new CommandLauncher(Environment.ProcessPath!);
        await using (var channel = ProcessChannel.Start(launcher, Invocation.Create(TestFunctions.Double, 5)))
        {
            Assert.Equal(10, await channel.ReceiveAsync<int>());
            Assert.Equal(launcher.ProcessId, channel.ProcessId);
        }

        await Processes.AssertGoneAsync(launcher.ProcessId);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_AnotherProgramThanThisOne_IsRefusedAsAnotherBuild()
    {
        var error = await FailAsync(new CommandLauncher(TestProgram.Path));
        Assert.Contains("another build", error.Message, StringComparison.Ordinal);
    }

    private static async Task<LaunchException> FailAsync(CommandLauncher launcher)
    {
        var channel = ProcessChannel.Start(launcher, Invocation.Create(TestFunctions.Answer));
        var error = await Assert.ThrowsAsync<LaunchException>(() => channel.Completion);
        await Assert.ThrowsAsync<LaunchException>(async () => await channel.ReceiveAsync<int>());
        await channel.DisposeAsync();
        await Processes.AssertGoneAsync(launcher.ProcessId);
        return error;
    }
}
