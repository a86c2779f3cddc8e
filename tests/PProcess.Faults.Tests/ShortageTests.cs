using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>Ten rounds of too little of something, each followed by enough of it.</summary>
public sealed class ShortageTests
{
    // Of host and workers alike.
    private const int HeapLimit = 128 * 1024 * 1024;

    // By default a thread of the pool ends after 20 idle seconds, and where the pool cannot start one that it wants, the runtime ends the process.
    private static readonly (string, string) KeepPoolThreads = ("DOTNET_ThreadPool_ThreadTimeoutMs", "-1");

    [Fact]
    public async Task Descriptors_RunOut_TasksRunOrFailAndAllWorkersComeBack()
    {
        await using var host = HostProgram.Start("descriptors");
        await AssertShortageSurvivedAsync(host);
    }

    [Fact]
    public async Task Processes_RunOut_TasksRunOrFailAndAllWorkersComeBack()
    {
        // The limit does not hold for root, and another user's processes would count as well.
        var command = Environment.IsPrivilegedProcess
            ? "exec setpriv --reuid 64207 --regid 64207 --clear-groups -- \"$@\" >stdout 2>stderr"
            : "exec \"$@\" >stdout 2>stderr";
        await using var host = HostProgram.Start("processes", command, variables: [KeepPoolThreads]);
        await AssertShortageSurvivedAsync(host);
    }

    [Fact]
    public async Task Memory_RunsOutInTasks_OnlyTheyFail()
    {
        await using var host = HostProgram.Start("memory", variables: [("DOTNET_GCHeapHardLimit", HeapLimit.ToString("X", CultureInfo.InvariantCulture))]);
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report, workerLimit: 400 * 1024);
        Assert.Equal(10, report.Number("failed"));
        AssertWorkersBehind(report, 2);
    }

    [Fact]
    public async Task Disk_IsFullWhereTheProgramPrints_NoTaskNotices()
    {
        await using var host = HostProgram.Start("noisy", "exec \"$@\" >/dev/full 2>/dev/full");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(0, report.Number("failed"));
        AssertWorkersBehind(report, 4);
    }

    [Fact]
    public async Task TemporaryFolder_CannotBeWrittenTo_NoTaskNotices()
    {
        await using var host = HostProgram.Start("loss", variables: [("TMPDIR", "/proc")]);
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(5, report.Number("failed"));
    }

    private static async Task AssertShortageSurvivedAsync(HostProgram host)
    {
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        AssertWorkersBehind(report, 4);
    }

    private static void AssertWorkersBehind(FaultReport report, int workers) => Assert.Equal(string.Join(' ', Enumerable.Repeat(workers, 10)), report["workersBehind"]);
}
