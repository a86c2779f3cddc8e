using Compare.Floors;
using Compare.Measuring;
using Compare.Outside;

namespace Compare.Measures;

/// <summary>As many of the smallest tasks as go through two workers in a second.</summary>
internal sealed class SmallTasks(int count, int workers) : Measure("tasks", $"x => x * x, {count:N0} inputs, {workers} workers")
{
    // The runtime compiles what is hot again and again, until the fourth or fifth million.
    public override int Rounds(int asked) => asked * 2;

    public override IReadOnlyList<Figure> Figures { get; } = [new("rate", "tasks/s", MoreIsBetter: true)];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(OwnTasks.PMap, 0, 2_000_000, IsBinding: false),
        new(OwnTasks.PMap, 0, 100, Pools.Executor),
        new(OwnTasks.PMap, 0, 40, Pools.OneByOne),
        new(OwnTasks.PMap, 0, 1, Pools.InChunks),
        new(OwnTasks.Map, 0, 1_000_000, IsBinding: false),
        new(OwnTasks.Queue, 0, 1_000_000, IsBinding: false),
    ];

    public override IEnumerable<Contestant> Contestants() =>
    [
        .. OwnTasks.All(count, workers, RateAsync),
        new BatchedFrames(count, workers),
        .. Pools.All("tasks", workers, Count, Checksum.OfSquares),
    ];

    /// <summary>Peers that take longer get fewer tasks, as the rate does not depend on their number.</summary>
    private int Count(string pool) => pool switch
    {
        Pools.Map or Pools.InChunks => count,
        Pools.OneByOne or "joblib" => Math.Min(count, Math.Clamp(count / 40, 1_000, 25_000)),
        _ => Math.Min(count, Math.Clamp(count / 200, 1_000, 5_000)),
    };

    private static async Task<double> RateAsync(int tasks, Func<Task> run)
    {
        var time = await Clock.TimeAsync(run);
        return tasks / time.TotalSeconds;
    }
}
