using Compare.Measuring;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>What the host keeps for each of many tasks that wait for their turn.</summary>
internal sealed class WaitingTasks() : Measure("waiting", "ten thousand waiting tasks")
{
    private const string Map = "ProcessMap.Start";
    private const string Queue = "ProcessQueue.Start";
    private const int Count = 10_000;

    public override int Rounds(int asked) => Math.Min(asked, 3);

    public override IReadOnlyList<Figure> Figures { get; } = [new("kept in the host", "bytes/task")];

    public override IReadOnlyList<Goal> Goals { get; } = [new(Map, 0, 200), new(Queue, 0, 200)];

    public override IEnumerable<Contestant> Contestants() =>
    [
        new Simple(Map, Side.Ours, "started", () => KeptAsync(options => new ProcessMap<long>(options))),
        new Simple(Queue, Side.Ours, "started", () => KeptAsync(options => new ProcessQueue<long>(options))),
    ];

    private static async Task<Sample> KeptAsync(Func<ExchangeOptions, ResultExchange<long>> create)
    {
        await using var exchange = create(new ExchangeOptions { Limit = 1, Reuse = true });
        exchange.Start((Func<int, Task<long>>)ForeverAsync, 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            exchange.Start(static x => (long)x * x, i);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        return new Sample("started", (after - before) / (double)Count);
    }

    private static async Task<long> ForeverAsync(int x)
    {
        await Task.Delay(Timeout.Infinite);
        return x;
    }
}
