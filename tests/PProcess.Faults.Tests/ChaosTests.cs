using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>Workers killed at random, in numbers.</summary>
public sealed class ChaosTests
{
    private const string CountVariable = "PPROCESS_STRESS_WORKERS";
    private const double LongestPause = 2000;

    private static readonly TimeSpan WorkerTime = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData("queue")]
    [InlineData("map")]
    public async Task Kill_RandomWorkerEvery20Milliseconds_EveryTaskHasOneOutcomeAndWorkGoesOn(string form)
    {
        await using var host = HostProgram.Start($"chaos {form} 10");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.InRange(report.Number("failed"), 1, report.Number("kills"));
        Assert.Equal(4, report.Number("workersBehind"));

        // On a machine that is so busy that workers take seconds to start, work can only go on as fast as they do.
        Assert.InRange(report.Number("longestGap"), 0, Math.Max(LongestPause, 1.5 * report.Number("coldStart")));
    }

    [Fact]
    public async Task Start_ThousandWorkersFiftyAtATime_EachRunsItsTaskAndLeavesNothing()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? "1000", CultureInfo.InvariantCulture);
        await using var host = HostProgram.Start($"stress {count} 50", limit: WorkerTime * count);
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(0, report.Number("failed"));
        Assert.Equal(count, report.Number("workers"));
    }
}
