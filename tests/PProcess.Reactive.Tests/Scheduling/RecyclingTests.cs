using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>Workers that are replaced between tasks, and what runs in each of them before and behind its tasks.</summary>
public class RecyclingTests : ProcessTest
{
    [ProcessFact]
    public async Task PMap_MaxTasksPerWorker_NoProcessServesMore()
    {
        var processes = await Enumerable.Range(0, 7).PMap(_ => Environment.ProcessId, new ExchangeOptions { Limit = 2, MaxTasksPerWorker = 2 }).ListAsync();

        Assert.Equal(7, processes.Count);
        Assert.All(processes.CountBy(process => process), served => Assert.InRange(served.Value, 1, 2));
    }

    [ProcessFact]
    public async Task PMap_MaxWorkerMemory_ReplacesTheWorkerThatHasGrown()
    {
        var processes = await Enumerable.Range(0, 3).PMap(_ => Grow(), new ExchangeOptions { Limit = 1, MaxWorkerMemory = 150_000_000 }).ListAsync();

        Assert.Equal(3, processes.Distinct().Count());

        static int Grow()
        {
            Held.Bytes.Add(GC.AllocateArray<byte>(200_000_000));
            Held.Bytes[^1].AsSpan().Fill(1); // Resident only once it is written to.
            return Environment.ProcessId;
        }
    }

    [ProcessFact]
    public async Task PMap_MaxWorkerAge_ReplacesOldWorkersBetweenTasks()
    {
        var processes = await Enumerable.Range(0, 3).PMap(LastAsync, new ExchangeOptions { Limit = 1, MaxWorkerAge = TimeSpan.FromMilliseconds(1) }).ListAsync();

        Assert.Equal(3, processes.Distinct().Count());

        static async Task<int> LastAsync(int x)
        {
            await Task.Delay(20);
            return Environment.ProcessId;
        }
    }

    [ProcessFact]
    public async Task Start_BehindTheIdleTimeout_RunsInANewWorker()
    {
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 1, Reuse = true, IdleTimeout = TimeSpan.FromMilliseconds(50) });
        map.Start(() => Environment.ProcessId);
        var first = await map[0];
        await Processes.GoneAsync(first);

        map.Start(() => Environment.ProcessId);

        Assert.NotEqual(first, await map[1]);
    }

    [ProcessFact]
    public async Task PMapOutcomes_TaskNeedsMoreThanTheHeapLimit_FailsWithIt()
    {
        const long Limit = 200_000_000;
        var outcomes = await Enumerable.Range(0, 3).PMapOutcomes(Allocate, new ExchangeOptions { Limit = 1, GCHeapHardLimit = Limit }).ListAsync();

        Assert.Equal(Limit, Assert.IsType<HeapLimitException>(outcomes[1].Error).Limit);
        Assert.Equal([0, 2], outcomes.Where(outcome => outcome.Error is null).Select(outcome => outcome.Value));

        static int Allocate(int x)
        {
            var bytes = new byte[x == 1 ? 500_000_000 : 1_000];
            GC.KeepAlive(bytes);
            return x;
        }
    }

    [ProcessFact]
    public async Task PMap_Initialize_RunsOnceInEachWorkerBeforeItsTasks()
    {
        var added = 40;
        var options = new ExchangeOptions { Limit = 2, Initialize = () => Held.Number += added };

        var results = await Enumerable.Range(0, 50).PMap(x => x + Held.Number, options).ListAsync();

        Assert.Equal(Enumerable.Range(40, 50), results);
    }

    [ProcessFact]
    public async Task PMapOutcomes_InitializeFails_FailsEveryTaskWithItsReason()
    {
        var options = new ExchangeOptions { Limit = 2, Initialize = static () => throw new FormatException("no such table") };

        var outcomes = await Enumerable.Range(0, 3).PMapOutcomes(x => x, options).ListAsync();

        Assert.All(outcomes, outcome => Assert.Contains("no such table", Assert.IsType<LaunchException>(outcome.Error).Message, StringComparison.Ordinal));
    }

    [ProcessFact]
    public async Task PMapOutcomes_InitializeEndsItsProcess_FailsEveryTaskInsteadOfStartingForEver()
    {
        var options = new ExchangeOptions { Limit = 2, Initialize = static () => Environment.Exit(5) };

        var outcomes = await Enumerable.Range(0, 3).PMapOutcomes(x => x, options).ListAsync();

        Assert.All(outcomes, outcome => Assert.IsType<LaunchException>(outcome.Error));
    }

    [ProcessFact]
    public async Task DisposeAsync_Teardown_HasRunInEachWorker()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var options = new ExchangeOptions { Limit = 1, Reuse = true, Teardown = () => File.WriteAllText(Path.Combine(directory, $"{Environment.ProcessId}"), "") };
            int process;
            await using (var map = new ProcessMap<int>(options))
            {
                map.Start(() => Environment.ProcessId);
                process = await map[0];
            }

            Assert.Equal([$"{process}"], Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file)!));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static class Held
    {
        public static List<byte[]> Bytes { get; } = [];

        public static int Number { get; set; }
    }
}
