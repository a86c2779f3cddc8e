using Compare.Measuring;

namespace Compare.Measures;

/// <summary>What the host allocates for one of the smallest tasks, its result included.</summary>
internal sealed class Allocation(int count) : Measure("allocation", $"x => x * x, {count:N0} inputs, 2 workers")
{
    private const int Workers = 2;

    public override int Rounds(int asked) => Math.Min(asked, 2);

    public override IReadOnlyList<Figure> Figures { get; } = [new("allocated in the host", "bytes/task")];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(OwnTasks.PMap, 0, 200),
        new(OwnTasks.Map, 0, 200),
        new(OwnTasks.Queue, 0, 200),
    ];

    public override IEnumerable<Contestant> Contestants() => OwnTasks.All(count, Workers, AllocatedAsync);

    private static async Task<double> AllocatedAsync(int tasks, Func<Task> run)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await run();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)tasks;
    }
}
