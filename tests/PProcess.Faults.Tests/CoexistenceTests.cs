namespace PProcess.Faults.Tests;

/// <summary>Hosts that have been started strangely, or start processes of their own.</summary>
public sealed class CoexistenceTests
{
    [Fact]
    public async Task OwnProcesses_BesideWorkers_EachGetsItsOwnOutputAndExitCode()
    {
        await using var host = HostProgram.Start("beside");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(50, report.Number("ownChildren"));
        Assert.Equal(20, report.Number("failed"));
    }

    [Fact]
    public async Task ChildSignal_IgnoredByWhoeverStartedTheProgram_LossesAreReported()
    {
        await using var host = HostProgram.Start("loss", "trap '' CHLD; exec \"$@\" >stdout 2>stderr");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal($"5 {nameof(WorkerExitedException)}", report["failures"]);
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task StandardStreams_Closed_TasksRunAndLossesAreReported(string closed)
    {
        await using var host = HostProgram.Start("loss", $"exec \"$@\" {closed}");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal($"5 {nameof(WorkerExitedException)}", report["failures"]);
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task StandardError_Closed_WorkersThatPrintAreNotHeldUp(string closed)
    {
        await using var host = HostProgram.Start("noisy", $"exec \"$@\" {closed}");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(0, report.Number("failed"));
    }

    [Fact]
    public async Task Grandchildren_HoldTheWorkersStreams_NoOneWaitsForThem()
    {
        await using var host = HostProgram.Start("grandchildren");
        var report = await host.CompleteAsync();
        foreach (var id in MarkedProcesses.Find(host.Mark))
        {
            Assert.StartsWith("/bin/sleep", MarkedProcesses.CommandOf(id), StringComparison.Ordinal);
        }

        MarkedProcesses.Kill(host.Mark);
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal($"4 {nameof(WorkerExitedException)}", report["failures"]);
    }
}
