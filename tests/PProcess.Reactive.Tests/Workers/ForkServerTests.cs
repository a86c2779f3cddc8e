using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Workers;

/// <summary>Exchanges whose workers a fork server makes.</summary>
public class ForkServerTests : ProcessTest
{
    [ProcessFact]
    public async Task Map_ProcessForEachTask_GivesAllResultsInOrder()
    {
        await using var server = await ForkServer.StartAsync();
        await using var map = new ProcessMap<(int, int)>(With(server) with { Limit = 4 });
        for (var i = 0; i < 200; i++)
        {
            map.Start(static x => (x, Environment.ProcessId), i);
        }

        var results = await map.ListAsync();
        Assert.Equal(Enumerable.Range(0, 200), results.Select(result => result.Item1));
        Assert.Equal(200, results.Select(result => result.Item2).Distinct().Count());
    }

    [ProcessFact]
    public async Task PMapOutcomes_TasksThatDieAndOutlastTheirTime_CostThemselvesOnly()
    {
        await using var server = await ForkServer.StartAsync();
        var options = With(server) with { Limit = 2, Timeout = TimeSpan.FromSeconds(1), Retries = 1 };
        var outcomes = await Enumerable.Range(0, 20).PMapOutcomes(Misbehave, options).ListAsync();
        Assert.IsType<WorkerExitedException>(Assert.IsType<RetriesExhaustedException>(outcomes[3].Error).InnerException, exactMatch: false);
        Assert.Equal(2, outcomes[5].Value);
        Assert.All(outcomes.Where(outcome => outcome.Input is not 3 and not 5), outcome => Assert.Equal(1, outcome.Value));
    }

    [ProcessFact]
    public async Task WarmUpAsync_PreparedProcesses_AreThoseThatServe()
    {
        await using var server = await ForkServer.StartAsync();
        await using var queue = new ProcessQueue<int>(With(server) with { Limit = 3 });
        await queue.WarmUpAsync(3, TestDeadline.Token);
        for (var i = 0; i < 3; i++)
        {
            queue.Start(static () => Environment.ProcessId);
        }

        Assert.Equal(3, (await queue.ListAsync()).Distinct().Count());
    }

    [ProcessFact]
    public async Task PMap_ServerIsDisposed_FailsInWords()
    {
        var server = await ForkServer.StartAsync();
        Assert.Equal([1, 4, 9], await new[] { 1, 2, 3 }.PMap(x => x * x, new ExchangeOptions { Launcher = server }).ListAsync());
        await server.DisposeAsync();
        await Assert.ThrowsAsync<LaunchException>(() => new[] { 1, 2, 3 }.PMap(x => x * x, new ExchangeOptions { Launcher = server }).ListAsync());
    }

    private static ExchangeOptions With(ForkServer server) => new() { Launcher = server, Reuse = false };

    private static int Misbehave(int input)
    {
        switch (input)
        {
            case 3:
                Environment.FailFast("on purpose");
                break;
            case 5 when RunningTask.Attempt == 1:
                Thread.Sleep(Timeout.Infinite);
                break;
        }

        return RunningTask.Attempt;
    }
}
