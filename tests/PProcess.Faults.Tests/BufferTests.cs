namespace PProcess.Faults.Tests;

/// <summary>Small results that nobody takes until no more come, and that are then taken slowly.</summary>
public sealed class BufferTests
{
    private const int BufferCapacity = 4096;
    private const int Many = 1_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("map")]
    [InlineData("unordered")]
    [InlineData("many")]
    [InlineData("queue")]
    [InlineData("feed")]
    public async Task Results_AMillion_AreHeldWithinTheBuffer(string form)
    {
        await using var host = HostProgram.Start($"buffer {form} {Many} 0", limit: Limit);
        var report = await host.CompleteAsync();
        await Oracles.AssertSurvivedAsync(host, report);
        Assert.Equal(Many, report.Number("values"));
        if (form is "map" or "unordered")
        {
            Assert.InRange(report.Number("mostAhead"), 1, BufferCapacity);
        }
    }
}
