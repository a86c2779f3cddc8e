using System.Diagnostics;
using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>What must hold behind every fault.</summary>
internal static class Oracles
{
    /// <summary>Within which everything is gone when a host has ended.</summary>
    public static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private const int MiB = 1024; // The reports are in KiB.
    private const int HostLimit = 300 * MiB;
    private const int WorkerLimit = 200 * MiB;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The host has survived: nothing is lost, repeated, left behind or out of use.</summary>
    public static async Task AssertSurvivedAsync(HostProgram host, FaultReport report, int workerLimit = WorkerLimit, int hostLimit = HostLimit)
    {
        await AssertNothingLeftAsync(host);
        Assert.Multiple(
            () => Assert.Equal(0, report.Number("lost")),
            () => Assert.Equal(0, report.Number("repeated")),
            () => Assert.Equal(10, report.Number("afterwards")),
            () => Assert.Equal(0, report.Number("zombies")),
            () => Assert.Equal(0, report.Number("children")),
            () => Assert.InRange(report.Number("descriptorsAfter"), 0, report.Number("descriptorsBefore")),
            () => Assert.InRange(report.Number("hostPeak"), 1, hostLimit),
            () => Assert.InRange(report.Number("workerPeak"), 0, workerLimit));
    }

    /// <summary>The host has ended: all that it had started is gone, and no file is left.</summary>
    public static async Task AssertNothingLeftAsync(HostProgram host)
    {
        var waited = Stopwatch.StartNew();
        List<int> left;
        while ((left = MarkedProcesses.Find(host.Mark)).Count > 0 && waited.Elapsed < EndTime)
        {
            await Task.Delay(LookInterval);
        }

        Assert.Empty(left.Select(id => string.Create(CultureInfo.InvariantCulture, $"{id} {MarkedProcesses.CommandOf(id)}")));

        // A host that was not left the time to tidy up leaves what the runtime had made for it, and for no worker.
        var files = Directory.GetFileSystemEntries(host.TemporaryFolder).Select(path => Path.GetFileName(path)!);
        Assert.All(files, name => Assert.Contains($"-{host.Id}-", name, StringComparison.Ordinal));
    }
}
