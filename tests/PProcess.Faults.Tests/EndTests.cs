using System.Diagnostics;

namespace PProcess.Faults.Tests;

/// <summary>Hosts that end in every way there is, with workers that idle, spin, are blocked in a send, refuse to end, and are hosts themselves.</summary>
public sealed class EndTests
{
    // Five with channels, two that PMap has left in the shared pool.
    private const string Workers = "7";

    // In milliseconds; a start takes from 50 on.
    private static readonly int[] StartMoments = [0, 5, 10, 20, 30, 50, 80, 120, 200];

    [Theory]
    [InlineData("return", 0)]
    [InlineData("exit", 3)]
    [InlineData("throw", 134)]
    [InlineData("failfast", 134)]
    public async Task Host_EndsByItself_AllWorkersAreGoneWithinFiveSeconds(string way, int code)
    {
        await using var host = HostProgram.Start($"ends {way}");
        Assert.Equal(Workers, await host.FactAsync("workers"));
        await host.FactAsync("begun");
        Assert.Equal(code, await host.ExitAsync());
        await Oracles.AssertNothingLeftAsync(host);
    }

    [Theory]
    [InlineData("return", 0)]
    [InlineData("failfast", 134)]
    public async Task Host_WithAForkServerEndsByItself_AllWorkersAreGoneWithinFiveSeconds(string way, int code)
    {
        await using var host = HostProgram.Start($"ends {way} forked");
        await host.FactAsync("begun");
        Assert.Equal(code, await host.ExitAsync());
        await Oracles.AssertNothingLeftAsync(host);
    }

    [Theory]
    [InlineData("ends waits", "TERM", 143)]
    [InlineData("ends waits", "INT", 130)]
    [InlineData("ends waits", "KILL", 137)]
    [InlineData("ends waits", "HUP", 129)]
    [InlineData("ends waits forked", "TERM", 143)]
    [InlineData("ends waits forked", "KILL", 137)]
    public async Task Host_IsSignalled_AllWorkersAreGoneWithinFiveSeconds(string arguments, string signal, int code)
    {
        await using var host = HostProgram.Start(arguments);
        await host.FactAsync("begun");
        await host.SignalAsync(signal);
        Assert.Equal(code, await host.ExitAsync());
        await Oracles.AssertNothingLeftAsync(host);
    }

    [Theory]
    [InlineData("ends waits")]
    [InlineData("ends waits forked")]
    public async Task Group_IsInterrupted_AllWorkersAreGoneAndNoStackTraceIsPrinted(string arguments)
    {
        await using var host = HostProgram.Start(arguments);
        await host.FactAsync("begun");
        await host.SignalGroupAsync("INT");
        Assert.Equal(130, await host.ExitAsync());
        await Oracles.AssertNothingLeftAsync(host);
        Assert.Equal("", host.StandardError);
    }

    [Fact]
    public async Task Group_IsInterruptedAndTheHostGoesOn_SoDoItsWorkers()
    {
        await using var host = HostProgram.Start("interrupted");
        for (var round = 0; round < 3; round++)
        {
            while (await host.FactAsync("round") != $"{round}")
            {
                await Task.Delay(20);
            }

            await host.SignalGroupAsync("INT");
        }

        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(0, report.Number("failed"));
        Assert.InRange(report.Number("workers"), 1, 4);
        Assert.Equal("", host.StandardError);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task Host_IsSignalledWhileWorkersAreStarted_AllAreGoneWithinFiveSeconds(string signal, int code)
    {
        foreach (var delay in StartMoments)
        {
            await using var host = HostProgram.Start("starting");
            await host.FactAsync("begun");
            await Task.Delay(delay);
            await host.SignalAsync(signal);
            Assert.Equal(code, await host.ExitAsync());
            await Oracles.AssertNothingLeftAsync(host);
        }
    }

    [Fact]
    public async Task Group_IsInterruptedWhileWorkersAreStarted_AllAreGoneAndNothingIsPrinted()
    {
        foreach (var delay in StartMoments)
        {
            await using var host = HostProgram.Start("starting");
            await host.FactAsync("begun");
            await Task.Delay(delay);
            await host.SignalGroupAsync("INT");
            Assert.Equal(130, await host.ExitAsync());
            await Oracles.AssertNothingLeftAsync(host);
            Assert.Equal("", host.StandardError);
        }
    }

    [Fact]
    public async Task Group_IsInterruptedWhileWorkersAreStartedAndTheHostGoesOn_EveryTaskSucceeds()
    {
        await using var host = HostProgram.Start($"interruptedstart {StartMoments.Length}");
        for (var round = 0; round < StartMoments.Length; round++)
        {
            while (await host.FactAsync("round") != $"{round}")
            {
                await Task.Delay(5);
            }

            await Task.Delay(StartMoments[round]);
            await host.SignalGroupAsync("INT");
        }

        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(0, report.Number("failed"));
        Assert.Equal("", host.StandardError);
    }

    [Fact]
    public async Task Host_IsKilledWhileItsWorkersAreBlockedInAWrite_AllAreGoneWithinFiveSeconds()
    {
        await using var host = HostProgram.Start("flooded");
        await host.FactAsync("begun");
        await host.SignalAsync("STOP");
        var workers = MarkedProcesses.Find(host.Mark).Where(id => id != host.Id).ToList();
        Assert.Equal(2, workers.Count);
        await WaitUntilAsync(() => workers.All(IsBlockedInAWrite));
        await host.SignalAsync("KILL");
        await host.ExitAsync();
        await Oracles.AssertNothingLeftAsync(host);
    }

    // A thread whose wait the kernel names so.
    private static bool IsBlockedInAWrite(int id) =>
        Directory.EnumerateDirectories($"/proc/{id}/task").Any(thread => File.ReadAllText($"{thread}/wchan").Contains("pipe_write", StringComparison.Ordinal));

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "The workers are not blocked in a write.");
            await Task.Delay(20);
        }
    }
}
