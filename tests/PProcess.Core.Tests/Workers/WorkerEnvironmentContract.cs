using System.Diagnostics;
using System.Runtime;
using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Sharing;

namespace PProcess.Core.Tests.Workers;

/// <summary>What a function finds around it, and what it may do itself.</summary>
public abstract class WorkerEnvironmentContract(Launcher launcher) : ChannelContract(launcher)
{
    private static readonly string[] Names = ["DOTNET_STARTUP_HOOKS", "PPROCESS_TICKET", "PPROCESS_ROLE", "DOTNET_gcServer", "DOTNET_gcConcurrent", "DOTNET_EnableDiagnostics", "DOTNET_TieredCompilation", "DOTNET_EnableWriteXorExecute", "DOTNET_LTTng"];

    [Fact(Timeout = Deadline.Test)]
    public async Task Environment_OfAWorker_IsThatOfItsHost()
    {
        var channel = Start(Invocation.Create(static () => Environment.GetEnvironmentVariables().Keys.Cast<string>().ToArray()));
        var names = await channel.ReceiveAsync<string[]>(Cancellation);
        Assert.All(Names, name => Assert.DoesNotContain(name, names));
        Assert.Equal(Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(), names.Order());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Environment_OfAWorkersChild_HasNoTicketEither()
    {
        var channel = Start(Invocation.Create(static () =>
        {
            using var child = Process.Start(new ProcessStartInfo("/usr/bin/env") { RedirectStandardOutput = true })!;
            return child.StandardOutput.ReadToEnd();
        }));
        var variables = await channel.ReceiveAsync<string>(Cancellation);
        Assert.All(Names, name => Assert.DoesNotContain(name, variables, StringComparison.Ordinal));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Collector_OfAWorker_HasOneHeapAndNoThreadBesideTheFunction()
    {
        var channel = Start(Invocation.Create(static () => (GCSettings.IsServerGC, GCSettings.LatencyMode)));
        Assert.Equal((false, GCLatencyMode.Batch), await channel.ReceiveAsync<(bool, GCLatencyMode)>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Collector_SetByTheHostsEnvironment_IsTheWorkersToo()
    {
        var channel = Start(Invocation.Create(static async () =>
        {
            Environment.SetEnvironmentVariable("DOTNET_gcConcurrent", "1");
            await using var nested = ProcessChannel.Start(static async (ProcessChannel far) => await far.SendAsync((GCSettings.LatencyMode, Environment.GetEnvironmentVariable("DOTNET_gcConcurrent"))));
            return await nested.ReceiveAsync<(GCLatencyMode, string?)>();
        }));
        Assert.Equal((GCLatencyMode.Interactive, "1"), await channel.ReceiveAsync<(GCLatencyMode, string?)>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task HeapLimit_InTheHostsEnvironment_IsThereAgainBehindOneOfTheOptions()
    {
        const string variable = "DOTNET_GCHeapHardLimit";
        var channel = Start(Invocation.Create(static async () =>
        {
            Environment.SetEnvironmentVariable(variable, "0x20000000");
            await using var nested = Worker.Start(Launcher.LocalProcess, new WorkerOptions { GCHeapHardLimit = 300_000_000 });
            return await ResultTask<(long, string?)>.RunAsync(
                nested, Invocation.Create(static () => (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.GetEnvironmentVariable(variable))));
        }));
        var (limit, value) = await channel.ReceiveAsync<(long, string?)>(Cancellation);
        Assert.InRange(limit, 290_000_000, 310_000_000);
        Assert.Equal("0x20000000", value);
    }

    // Interrupts are held back while a worker starts, and for no longer: what it starts itself is to be interruptible.
    [Fact(Timeout = Deadline.Test)]
    public async Task Signals_OfAWorkerAndItsChild_AreNotBlocked()
    {
        var channel = Start(Invocation.Create(static () =>
        {
            using var child = Process.Start(new ProcessStartInfo("/bin/cat", ["/proc/self/status"]) { RedirectStandardOutput = true })!;
            return (File.ReadAllText("/proc/thread-self/status"), child.StandardOutput.ReadToEnd());
        }));
        var (ofWorker, ofChild) = await channel.ReceiveAsync<(string, string)>(Cancellation);
        Assert.Contains("SigBlk:\t0000000000000000", ofWorker, StringComparison.Ordinal);
        Assert.Contains("SigBlk:\t0000000000000000", ofChild, StringComparison.Ordinal);
        Assert.Contains("SigBlk:\t0000000000000000", await File.ReadAllTextAsync("/proc/thread-self/status", Cancellation), StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_InsideAWorker_RunsInAProcessOfItsOwn()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await using var nested = ProcessChannel.Start(static async (ProcessChannel farther) => await farther.SendAsync(Environment.ProcessId));
            await far.SendAsync(await nested.ReceiveAsync<int>());
            await far.SendAsync(Environment.ProcessId);
        }));
        var innermost = await channel.ReceiveAsync<int>(Cancellation);
        Assert.Equal(channel.ProcessId, await channel.ReceiveAsync<int>(Cancellation));
        await channel.Completion.WaitAsync(Cancellation);
        Assert.Distinct([innermost, channel.ProcessId, Environment.ProcessId]);
        await Processes.AssertGoneAsync(innermost);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Kill_OfAWorkerWithAWorkerOfItsOwn_EndsBoth()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            var nested = ProcessChannel.Start(TestFunctions.WaitAsync, CancellationToken.None);
            await nested.ReceiveAsync<string>();
            await far.SendAsync(nested.ProcessId);
            await Task.Delay(Timeout.Infinite);
        }));
        var innermost = await channel.ReceiveAsync<int>(Cancellation);
        Processes.Signal(channel.ProcessId, "KILL");
        await Processes.AssertGoneAsync(innermost);
        await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
    }
}
