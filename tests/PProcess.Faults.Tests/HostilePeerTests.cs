namespace PProcess.Faults.Tests;

/// <summary>Workers that write into their own channel what the protocol does not allow.</summary>
public sealed class HostilePeerTests
{
    // Each of the three hostile tasks costs itself, and none of the hundred beside it.
    private const int HostileTasks = 3;

    [Theory]
    [InlineData("garbage", nameof(ProtocolException))]
    [InlineData("oversized", nameof(ProtocolException))]
    [InlineData("claims", nameof(ProtocolException))]
    [InlineData("channelless", nameof(ProtocolException))]
    [InlineData("endless", nameof(ProtocolException))]
    [InlineData("truncated", nameof(WorkerExitedException))]
    [InlineData("nested", nameof(CannotTravelException))]
    public async Task Worker_WritesWhatTheProtocolDoesNotAllow_OnlyItsTaskFails(string way, string error)
    {
        await using var host = HostProgram.Start($"hostile {way}");
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal($"{HostileTasks} {error}", report["failures"]);
    }
}
