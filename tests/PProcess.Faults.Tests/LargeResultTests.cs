using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>Large results that nobody takes until no more come, and that are then taken slowly.</summary>
public sealed class LargeResultTests
{
    private const int MiB = 1024 * 1024;
    private const int Few = 100;
    private const int Large = 64 * MiB;

    // Eight of the hundred: one that fills the buffer, one for each worker, one that is taken, and as many that the collector may not have noticed yet.
    private const int HeapLimit = 8 * Large;

    // In the host, outside of the heap: one that arrives from each worker.
    private const int Arriving = 2 * Large;

    // The rest of a process beside its heap.
    private const int Rest = 128 * MiB;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    // The limit holds for the host and each worker: who needs more fails, however much garbage the collector would leave where memory is plenty.
    [Theory]
    [InlineData("map")]
    [InlineData("many")]
    [InlineData("queue")]
    [InlineData("feed")]
    public async Task Results_AHundred_AreHeldWithinTheBuffer(string form)
    {
        await using var host = HostProgram.Start($"buffer {form} {Few} {Large}", variables: [("DOTNET_GCHeapHardLimit", HeapLimit.ToString("X", CultureInfo.InvariantCulture))], limit: Limit);
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report, workerLimit: (HeapLimit + Rest) / 1024, hostLimit: (HeapLimit + Arriving + Rest) / 1024);
        Assert.Equal(Few, report.Number("values"));
    }
}
