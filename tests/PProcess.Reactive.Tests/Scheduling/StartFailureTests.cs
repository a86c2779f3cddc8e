using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>Workers that cannot be started, for a while or for good.</summary>
public class StartFailureTests : ProcessTest
{
    [ProcessFact]
    public async Task PMap_StartsFailForAWhile_GivesEveryResult()
    {
        var launcher = new UnreliableLauncher(attempt => attempt <= 2);

        var results = await Enumerable.Range(0, 10).PMap(x => x, new ExchangeOptions { Limit = 1, Launcher = launcher, MaxTasksPerWorker = 100 }).ListAsync();

        Assert.Equal(Enumerable.Range(0, 10), results);
        Assert.Equal(3, launcher.Attempts);
    }

    [ProcessFact]
    public async Task PMapOutcomes_NothingCanBeStarted_FailsEveryTaskBehindABoundedNumberOfAttempts()
    {
        var launcher = new UnreliableLauncher(_ => true);

        var outcomes = await Enumerable.Range(0, 2).PMapOutcomes(x => x, new ExchangeOptions { Limit = 2, Launcher = launcher, MaxTasksPerWorker = 100 }).ListAsync();

        Assert.All(outcomes, outcome => Assert.IsType<LaunchException>(outcome.Error));
        Assert.InRange(launcher.Attempts, 3, 8);
    }

    [ProcessFact]
    public async Task PMap_OnlyTheFirstWorkerCanBeStarted_ItServesAllTasks()
    {
        var launcher = new UnreliableLauncher(attempt => attempt > 1);

        var results = await Enumerable.Range(0, 100).PMap(x => x, new ExchangeOptions { Limit = 4, Launcher = launcher, MaxTasksPerWorker = 1000 }).ListAsync();

        Assert.Equal(Enumerable.Range(0, 100), results);
    }
}
