using System.Diagnostics;
using Compare.Measuring;
using Compare.Outside;
using PProcess;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>As many tasks as the limit allows, each in a process of its own, started together.</summary>
internal sealed class Burst(int limit) : Measure("burst", $"{limit} tasks at once, a prepared process for each")
{
    private const string Map = "ProcessMap, Reuse = false";

    public override IReadOnlyList<Figure> Figures { get; } = [new("until the last begins", "ms")];

    public override IReadOnlyList<Goal> Goals { get; } = [new(Map, 0, 2, IsBinding: false), new(ForkedContestant.NameOf(Map), 0, 2, IsBinding: false)];

    public override IEnumerable<Contestant> Contestants() =>
    [
        new Simple(Map, Side.Ours, $"{limit}", () => RunAsync(Launcher.LocalProcess)),
        new ForkedContestant(Map, $"{limit}", RunAsync),
        .. Pools.OfSingleTasks("burst", limit, limit, $"{limit}"),
    ];

    private async Task<Sample> RunAsync(Launcher launcher)
    {
        await using var map = new ProcessMap<long>(new ExchangeOptions { Limit = limit, Reuse = false, Launcher = launcher });
        await map.WarmUpAsync(limit);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < limit; i++)
        {
            map.Start(Stopwatch.GetTimestamp); // counts alike in all processes
        }

        var begun = await map[..];
        return new Sample($"{begun.Length}", Stopwatch.GetElapsedTime(start, begun.Max()).TotalMilliseconds);
    }
}
