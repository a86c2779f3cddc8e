using System.Globalization;

namespace PProcess.Core.Tests.Workers;

/// <summary>Hosts that end without a word take their workers with them.</summary>
public sealed class HostDeathTests
{
    [Theory(Timeout = Deadline.Test)]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_SentToTheHost_EndsItsIdleItsSpinningAndItsCreatedWorker(string signal)
    {
        using var host = TestProgram.Start();
        var line = await host.StandardOutput.ReadLineAsync();
        var workers = line!.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, workers.Count);
        Assert.All(workers, worker => Assert.True(Processes.IsThere(worker)));
        Processes.Signal(host.Id, signal);
        await host.WaitForExitAsync();
        foreach (var worker in workers)
        {
            await Processes.AssertGoneAsync(worker);
        }
    }
}
