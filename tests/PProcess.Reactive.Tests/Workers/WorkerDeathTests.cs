using PProcess.Reactive.Tests.Contracts;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Workers;

/// <summary>A worker that is killed costs its own task only.</summary>
public class WorkerDeathTests : ProcessTest
{
    private const int Sigkill = 9;

    public static TheoryData<MapOperator, SourceKind> Forms => AnyMap.Forms;

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_WorkerIsKilled_ItsTaskFailsAtItsPlace(MapOperator map, SourceKind kind)
    {
        using var gate = new Gate();
        var results = new List<int>();
        var enumeration = AnyMap.Run(map, kind, Enumerable.Range(0, 4), PassIfTwo(gate.Address), new ExchangeOptions { Limit = 1 }).ListIntoAsync(results);
        var processId = (await gate.ArrivedAsync(2)).ProcessId;

        Processes.Kill(processId);

        if (map == MapOperator.PMapOutcomes)
        {
            await enumeration;
            Assert.Equal([0, 1, AnyMap.Failed, 3], results);
        }
        else
        {
            var error = await Assert.ThrowsAsync<WorkerExitedException>(() => enumeration.InTimeAsync());
            Assert.Equal((processId, (int?)Sigkill), (error.ProcessId, error.ExitStatus.Signal));
            Assert.Equal([0, 1], results);
        }

        await Processes.GoneAsync(processId);
    }

    [ProcessFact]
    public async Task PMapOutcomes_OneOfManyTinyTasksKillsItsWorker_OnlyItFails()
    {
        var outcomes = await Enumerable.Range(0, 20_000).PMapOutcomes(KillAtSome, limit: 2).ListAsync();

        Assert.Equal([5_000, 10_000, 15_000], outcomes.Where(outcome => outcome.Error is not null).Select(outcome => outcome.Input));
        Assert.All(outcomes, outcome => Assert.True(outcome.Error is WorkerExitedException || outcome.Value == outcome.Input));

        static int KillAtSome(int x)
        {
            if (x is 5_000 or 10_000 or 15_000)
            {
                Processes.Kill(Environment.ProcessId);
            }

            return x;
        }
    }

    [ProcessFact]
    public async Task PMap_IdleWorkersAreKilled_TheNextOneIsUnharmed()
    {
        for (var round = 0; round < 10; round++)
        {
            var processIds = await Enumerable.Range(0, 20).PMap(_ => Environment.ProcessId, limit: 1).ListAsync();
            foreach (var processId in processIds.Distinct())
            {
                Processes.Kill(processId);
                await Processes.GoneAsync(processId);
            }

            Assert.Equal(Enumerable.Range(0, 20), await Enumerable.Range(0, 20).PMap(x => x, limit: 1).ListAsync());
        }
    }

    [ProcessFact]
    public async Task Queue_WorkerIsKilled_TheOthersArrive()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(limit: 2);
        for (var i = 0; i < 4; i++)
        {
            queue.Start(PassIfTwo(gate.Address), i, CancellationToken.None);
        }

        Processes.Kill((await gate.ArrivedAsync(2)).ProcessId);

        List<int> results = [];
        await Assert.ThrowsAsync<WorkerExitedException>(async () =>
        {
            await queue.ListIntoAsync(results);
        });
        await queue.ListIntoAsync(results);
        Assert.Equal([0, 1, 3], results.Order());
    }

    [ProcessTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Map_WorkerIsKilled_ItsPlaceIsAnErrorAndTheOthersArrive(bool reuse)
    {
        using var gate = new Gate();
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 1, Reuse = reuse });
        for (var i = 0; i < 4; i++)
        {
            map.Start(PassIfTwo(gate.Address), i, CancellationToken.None);
        }

        Processes.Kill((await gate.ArrivedAsync(2)).ProcessId);

        Assert.Equal(3, await map[3].InTimeAsync());
        await Assert.ThrowsAsync<WorkerExitedException>(() => map[2].InTimeAsync());
        Assert.Equal([0, 1], (await map[..2].InTimeAsync()).ToList());
    }

    [ProcessFact]
    public async Task Feed_WorkerIsKilled_GivesWhatItSentBeforeAndThrows()
    {
        await using var feed = new ProcessQueue<int>(new ExchangeOptions { Limit = 1, Continuous = true });
        feed.Start(SendThreeAndDie);
        List<int> results = [];

        await Assert.ThrowsAsync<WorkerExitedException>(() => feed.ListIntoAsync(results));

        Assert.Equal([0, 1, 2], results);

        static async Task SendThreeAndDie(ProcessChannel channel)
        {
            for (var i = 0; i < 3; i++)
            {
                await channel.SendAsync(i);
            }

            Processes.Kill(Environment.ProcessId);
        }
    }

    [ProcessFact]
    public async Task Exchange_WorkerIsKilled_ItsChannelIsReadyAndThrows()
    {
        using var gate = new Gate();
        await using var exchange = new ProcessExchange(limit: 1);
        exchange.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);

        Processes.Kill((await gate.ArrivedAsync(0)).ProcessId);

        var channel = Assert.Single(await exchange.ReadyAsync(null, TestDeadline.Token));
        await Assert.ThrowsAsync<WorkerExitedException>(async () => await channel.ReceiveAsync<int>(TestDeadline.Token));
        Assert.Empty(await exchange.ReadyAsync(null, TestDeadline.Token));
    }

    private static Func<int, CancellationToken, Task<int>> PassIfTwo(string address) =>
        async (x, token) => x == 2 ? await Gate.PassAsync(address, x, token) : x;
}
