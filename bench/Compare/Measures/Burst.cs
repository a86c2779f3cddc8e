using System.Diagnostics;
using Compare.Measuring;
using Compare.Outside;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>As many tasks as the limit allows, each in a process of its own, started together.</summary>
internal sealed class Burst() : Measure("burst", "8 tasks at once, a prepared process for each")
{
    private const string Map = "ProcessMap, Reuse = false";
    private const int Limit = 8;

    public override IReadOnlyList<Figure> Figures { get; } = [new("until the last begins", "ms")];

    public override IReadOnlyList<Goal> Goals { get; } = [new(Map, 0, 2, IsBinding: false)];

    public override IEnumerable<Contestant> Contestants() =>
    [
        new Simple(Map, Side.Ours, $"{Limit}", RunAsync),
        .. Pools.OfSingleTasks("burst", Limit, Limit, $"{Limit}"),
    ];

    private static async Task<Sample> RunAsync()
    {
        await using var map = new ProcessMap<long>(new ExchangeOptions { Limit = Limit, Reuse = false });
        await map.WarmUpAsync(Limit);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Limit; i++)
        {
            map.Start(Stopwatch.GetTimestamp); // counts alike in all processes
        }

        var begun = await map[..];
        return new Sample($"{begun.Length}", Stopwatch.GetElapsedTime(start, begun.Max()).TotalMilliseconds);
    }
}
