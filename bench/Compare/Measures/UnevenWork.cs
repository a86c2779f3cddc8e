using System.Diagnostics;
using Compare.Measuring;
using Compare.Outside;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>Many tasks of a millisecond and a long one near the front, which takes as long as all others together.</summary>
internal sealed class UnevenWork(int count)
    : Measure("uneven", $"{count:N0} tasks, one of {count:N0} ms at place {LongPlace}, the rest of 1 ms, 2 workers")
{
    private const string PMap = "PMap";
    private const string Best = "best possible";
    private const int Workers = 2;
    private const int LongPlace = 5;

    private readonly int[] _times = [.. Enumerable.Range(0, count).Select(place => place == LongPlace ? count : 1)];

    public override int Rounds(int asked) => Math.Min(asked, 5);

    public override IReadOnlyList<Figure> Figures { get; } = [new("end", "ms")];

    public override IReadOnlyList<Goal> Goals { get; } = [new(PMap, 0, 1.05, Best)];

    private string Expected => Checksum.Of(_times.Select(time => (long)time));

    public override IEnumerable<Contestant> Contestants() =>
    [
        new Simple(PMap, Side.Ours, Expected, RunAsync),
        new Simple(Best, Side.Floor, Expected, RunBest),
        .. Pools.All("uneven", Workers, _ => count, _ => Expected),
    ];

    private async Task<Sample> RunAsync()
    {
        var results = new List<long>(count);
        var time = await Clock.TimeAsync(async () =>
        {
            await foreach (var result in _times.PMap(Sleep, limit: Workers))
            {
                results.Add(result);
            }
        });
        return new Sample(Checksum.Of(results), time.TotalMilliseconds);
    }

    /// <summary>Two threads that take whatever is next.</summary>
    private Task<Sample> RunBest()
    {
        var results = new long[count];
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        List<Thread> threads = [.. Enumerable.Range(0, Workers).Select(_ => new Thread(Run))];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var time = Stopwatch.GetElapsedTime(start);
        return Task.FromResult(new Sample(Checksum.Of(results), time.TotalMilliseconds));

        void Run()
        {
            while (Interlocked.Increment(ref next) is var place && place < count)
            {
                results[place] = Sleep(_times[place]);
            }
        }
    }

    private static int Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return milliseconds;
    }
}
