using Compare.Measuring;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>The smallest tasks in each of the three forms that users have for many of them.</summary>
internal static class OwnTasks
{
    public const string PMap = "PMap";
    public const string Map = "ProcessMap.Start";
    public const string Queue = "ProcessQueue.Start";

    // Before the clock runs, the workers of a map or a queue are started and have run something, as those of a pool are.
    private const int First = 2_000;

    /// <param name="count">How many tasks.</param>
    /// <param name="workers">How many workers.</param>
    /// <param name="measure">Runs the tasks and gives their number's value.</param>
    public static IEnumerable<Contestant> All(int count, int workers, Func<int, Func<Task>, Task<double>> measure)
    {
        var expected = Checksum.OfSquares(count);
        var options = new ExchangeOptions { Limit = workers, Reuse = true };
        yield return new Simple(PMap, Side.Ours, expected, () => RunPMapAsync(count, workers, measure));
        yield return new Simple(Map, Side.Ours, expected, () => RunMapAsync(count, options, measure));
        yield return new Simple(Queue, Side.Ours, expected, () => RunQueueAsync(count, options, measure));
    }

    private static async Task<Sample> RunPMapAsync(int count, int workers, Func<int, Func<Task>, Task<double>> measure)
    {
        var results = new List<long>(count);
        var value = await measure(count, async () =>
        {
            await foreach (var square in Enumerable.Range(0, count).PMap(x => (long)x * x, limit: workers))
            {
                results.Add(square);
            }
        });
        return new Sample(Checksum.Of(results), value);
    }

    private static async Task<Sample> RunMapAsync(int count, ExchangeOptions options, Func<int, Func<Task>, Task<double>> measure)
    {
        var results = new List<long>(First + count);
        await using var map = new ProcessMap<long>(options);
        Start(map, First);
        await map[..First];
        var value = await measure(count, async () =>
        {
            Start(map, count);
            await foreach (var square in map)
            {
                results.Add(square);
            }
        });
        return new Sample(Checksum.Of(results.Skip(First)), value);
    }

    private static async Task<Sample> RunQueueAsync(int count, ExchangeOptions options, Func<int, Func<Task>, Task<double>> measure)
    {
        var results = new List<long>(count);
        await using var queue = new ProcessQueue<long>(options);
        Start(queue, First);
        await foreach (var _ in queue)
        {
        }

        var value = await measure(count, async () =>
        {
            Start(queue, count);
            await foreach (var square in queue)
            {
                results.Add(square);
            }
        });
        results.Sort(); // a queue gives results as they arrive
        return new Sample(Checksum.Of(results), value);
    }

    private static void Start(ResultExchange<long> exchange, int count)
    {
        for (var i = 0; i < count; i++)
        {
            exchange.Start(static x => (long)x * x, i);
        }
    }
}
