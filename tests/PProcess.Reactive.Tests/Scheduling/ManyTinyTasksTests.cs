using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>Tasks so small that many of them travel together: nobody may notice.</summary>
public sealed class ManyTinyTasksTests : ProcessTest
{
    private const int Many = 20_000;

    [ProcessFact]
    public async Task PMap_SourceWaitsForEachResult_GetsItAtOnce()
    {
        var taken = 0;
        await foreach (var result in Source().PMap(x => x + 1, limit: 2))
        {
            Assert.Equal(++taken, result);
        }

        Assert.Equal(1000, taken);

        async IAsyncEnumerable<int> Source()
        {
            for (var i = 0; i < 1000; i++)
            {
                yield return i;
                while (Volatile.Read(ref taken) <= i)
                {
                    await Task.Yield();
                }
            }
        }
    }

    [ProcessFact]
    public async Task PMapUnordered_SourceStopsInItsOwnCodeBehindABurst_KeepsNoInputBack()
    {
        var gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var taken = 0;
        await foreach (var result in Source().PMapUnordered(WaitIfAsked, limit: 2))
        {
            Interlocked.Increment(ref taken);
        }

        File.Delete(gate);
        Assert.Equal(Many + 10, taken);

        IEnumerable<string?> Source()
        {
            for (var i = 0; i < Many; i++)
            {
                yield return null;
            }

            WaitUntilTaken(Many);
            yield return gate;
            for (var i = 1; i < 10; i++)
            {
                yield return null;
            }

            WaitUntilTaken(Many + 9); // The first of them holds its worker meanwhile.
            File.WriteAllText(gate, "");
        }

        void WaitUntilTaken(int count) => Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref taken) >= count, TimeSpan.FromMilliseconds(TestDeadline.Milliseconds / 2)));
    }

    [ProcessFact]
    public async Task PMapOutcomes_SomeInputsCannotTravel_EachHasItsOutcomeAtItsPlace()
    {
        var functions = Enumerable.Range(0, Many).Select(i => i % 7 == 3 ? Multicast() : () => 1);
        var place = 0;
        await foreach (var outcome in functions.PMapOutcomes(function => function(), limit: 2))
        {
            Assert.Equal(place++ % 7 == 3, outcome.Error is CannotTravelException);
            Assert.Equal(outcome.Error is null ? 1 : 0, outcome.Value);
        }

        Assert.Equal(Many, place);

        static Func<int> Multicast()
        {
            Func<int> one = () => 1;
            return one + one;
        }
    }

    [ProcessFact]
    public async Task PMapUnordered_SomeCallsFail_GivesEveryOther()
    {
        var outcomes = 0;
        await foreach (var outcome in Enumerable.Range(0, Many).PMapOutcomes(FailOnThirds, limit: 2))
        {
            Assert.Equal(outcome.Input % 3 == 0, outcome.Error is not null);
            outcomes++;
        }

        Assert.Equal(Many, outcomes);
        var results = await Enumerable.Range(0, Many).PMapUnordered(x => x, limit: 2).ToListAsync();
        Assert.Equal(Enumerable.Range(0, Many), results.Order());
    }

    [ProcessFact]
    public async Task Start_FunctionsTakingTurns_EachResultIsAtItsPlace()
    {
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 2, Reuse = true });
        for (var i = 0; i < Many; i++)
        {
            switch (i % 5)
            {
                case 0:
                    map.Start(x => -x, i);
                    break;
                case 1:
                    map.Start((x, _) => x, i, CancellationToken.None);
                    break;
                default:
                    map.Start(x => x, i);
                    break;
            }
        }

        Assert.Equal(Enumerable.Range(0, Many).Select(i => i % 5 == 0 ? -i : i), await map.ToListAsync());
        Assert.Equal(17, await map[17]);
    }

    [ProcessFact]
    public async Task Start_FromManyThreads_GivesEveryResultOnce()
    {
        await using var queue = new ProcessQueue<int>(new ExchangeOptions { Limit = 2, Reuse = true, BufferCapacity = Many });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = thread; i < Many; i += 4)
            {
                queue.Start(x => x, i);
            }
        })));
        Assert.Equal(Enumerable.Range(0, Many), (await queue.ToListAsync()).Order());
    }

    [ProcessFact]
    public async Task Start_LimitOnTasksOfAWorker_CountsEachCall()
    {
        await using var queue = new ProcessQueue<int>(new ExchangeOptions { Limit = 1, Reuse = true, MaxTasksPerWorker = 10 });
        for (var i = 0; i < 30; i++)
        {
            queue.Start(() => Environment.ProcessId);
        }

        Assert.All((await queue.ToListAsync()).CountBy(process => process), worker => Assert.Equal(10, worker.Value));
    }

    private static int WaitIfAsked(string? gate)
    {
        while (gate is not null && !File.Exists(gate))
        {
            Thread.Sleep(1);
        }

        return 0;
    }

    private static int FailOnThirds(int i) => i % 3 == 0 ? throw new InvalidOperationException($"{i}") : i;
}
