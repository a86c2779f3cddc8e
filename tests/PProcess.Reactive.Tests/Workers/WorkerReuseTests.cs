using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Workers;

/// <summary>Which processes tasks run in.</summary>
public class WorkerReuseTests : ProcessTest
{
    [ProcessFact]
    public async Task PMap_CalledTwice_UsesTheSameWorkers()
    {
        var first = await ProcessIdsAsync(new ExchangeOptions { Limit = 1 });
        var second = await ProcessIdsAsync(new ExchangeOptions { Limit = 1 });

        Assert.Equal(Assert.Single(first), Assert.Single(second));
        Assert.NotEqual(Environment.ProcessId, first.Single());
        Assert.Equal(first, Processes.Children);
    }

    [ProcessFact]
    public async Task EndIdleAsync_WorkersAreIdle_EndsThem()
    {
        var processIds = await ProcessIdsAsync(new ExchangeOptions { Limit = 2 });

        await SharedWorkers.EndIdleAsync();

        Assert.DoesNotContain(Processes.Children, processIds.Contains);
    }

    [ProcessFact]
    public async Task EndIdleAsync_WorkerIsInUse_LeavesIt()
    {
        using var gate = new Gate();
        var results = new[] { 1 }.PMap(Pass(gate.Address), limit: 1).ListAsync();
        var running = await gate.ArrivedAsync(1);

        await SharedWorkers.EndIdleAsync();

        running.Open();
        Assert.Equal([1], await results);
    }

    [ProcessFact]
    public async Task PMap_WithoutReuse_RunsEveryTaskInAProcessOfItsOwn()
    {
        Assert.Equal(8, (await ProcessIdsAsync(new ExchangeOptions { Limit = 4, Reuse = false }, count: 8)).Count);
        Assert.Empty(Processes.Children);
    }

    // In memory, for many rounds: the moment between a task's end and its worker's is short.
    [ProcessFact]
    public async Task PMap_WithoutReuseManyTasks_EveryTaskHasItsResult() =>
        Assert.Equal(Enumerable.Range(0, 5000), await Enumerable.Range(0, 5000).PMap(x => x, new ExchangeOptions { Limit = 8, Reuse = false, Launcher = Launcher.InProcess }).ListAsync());

    [ProcessTheory]
    [InlineData(null, 6, 6)]
    [InlineData(false, 6, 6)]
    [InlineData(true, 1, 2)]
    public async Task Map_SixTasks_RunInAsManyProcesses(bool? reuse, int least, int most)
    {
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 2, Reuse = reuse });
        for (var i = 0; i < 6; i++)
        {
            map.Start(() => Environment.ProcessId);
        }

        Assert.InRange((await map.ListAsync()).Distinct().Count(), least, most);
    }

    [ProcessFact]
    public async Task Exchange_Reuse_ServesItsTasksWithAtMostTheLimitOfProcesses()
    {
        await using var exchange = new ProcessExchange(new ExchangeOptions { Limit = 2, Reuse = true });
        for (var i = 0; i < 10; i++)
        {
            exchange.Start(() => Environment.ProcessId);
        }

        List<int> processIds = [];
        while (await exchange.ReadyAsync(null, TestDeadline.Token) is { Count: > 0 } ready)
        {
            foreach (var channel in ready)
            {
                processIds.Add(await channel.ReceiveAsync<int>(TestDeadline.Token));
            }
        }

        Assert.Equal(10, processIds.Count);
        Assert.InRange(processIds.Distinct().Count(), 1, 2);
    }

    [ProcessFact]
    public async Task PMap_TwoAtATime_ShareThePoolWithoutSharingAWorker()
    {
        using var gate = new Gate();
        var first = Enumerable.Range(0, 2).PMap(Pass(gate.Address), limit: 2).ListAsync();
        var second = Enumerable.Range(2, 2).PMap(Pass(gate.Address), limit: 2).ListAsync();
        Visit[] visits = [await gate.NextAsync(), await gate.NextAsync(), await gate.NextAsync(), await gate.NextAsync()];

        Assert.Equal(4, visits.Select(visit => visit.ProcessId).Distinct().Count());
        gate.OpenForAll();
        Assert.Equal([0, 1], await first);
        Assert.Equal([2, 3], await second);
        Assert.Subset(visits.Select(visit => visit.ProcessId).ToHashSet(), (await ProcessIdsAsync(new ExchangeOptions { Limit = 4 })).ToHashSet());
    }

    [ProcessFact]
    public async Task PMap_InsideAFunction_RunsInTheWorkersOwnWorkersWhichEndWithIt()
    {
        var nested = await new[] { 10, 20 }.PMap(SumAsync, limit: 2).ListAsync();

        Assert.Equal([33, 63], nested.Select(result => result.Sum));
        var processIds = nested.SelectMany(result => result.ProcessIds).Distinct().ToList();
        Assert.DoesNotContain(Environment.ProcessId, processIds);
        Assert.DoesNotContain(Processes.Children, processIds.Contains);
        await SharedWorkers.EndIdleAsync();
        await Task.WhenAll(processIds.Select(Processes.GoneAsync)).InTimeAsync();

        static async Task<(int Sum, int[] ProcessIds)> SumAsync(int x)
        {
            var results = await Enumerable.Range(0, 3).PMap(y => (Value: x + y, Environment.ProcessId), limit: 2).ToListAsync();
            return (results.Sum(result => result.Value), [.. results.Select(result => result.ProcessId)]);
        }
    }

    [ProcessFact]
    public async Task PMap_LoopIsLeftWhileAFunctionIgnoresIt_KillsItsWorker()
    {
        using var gate = new Gate();
        Visit? running = null;

        await foreach (var result in new[] { 0, 1 }.PMap(PassBehindZero(gate.Address), limit: 2).WithCancellation(TestDeadline.Token))
        {
            running = await gate.ArrivedAsync(1);
            break;
        }

        await running!.Left.InTimeAsync();
        await Processes.GoneAsync(running.ProcessId);
    }

    private static async Task<IReadOnlyCollection<int>> ProcessIdsAsync(ExchangeOptions options, int count = 20) =>
        (await Enumerable.Range(0, count).PMap(_ => Environment.ProcessId, options).ListAsync()).ToHashSet();

    private static Func<int, Task<int>> Pass(string address) => x => Gate.PassAsync(address, x);

    private static Func<int, Task<int>> PassBehindZero(string address) => async x => x == 0 ? 0 : await Gate.PassAsync(address, x);
}
