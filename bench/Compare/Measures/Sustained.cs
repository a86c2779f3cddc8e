using System.Diagnostics;
using Compare.Floors;
using Compare.Measuring;
using Compare.Outside;
using PProcess;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>A process for each task, two at a time, for as long as one likes.</summary>
internal sealed class Sustained(bool isShort) : Measure("sustained", "x => x * x, a process for each task, 2 at a time")
{
    private const string Map = "ProcessMap, Reuse = false";
    private const int AtOnce = 2;

    private readonly int _count = isShort ? 20 : 60;

    public override int Rounds(int asked) => Math.Min(asked, 7);

    public override IReadOnlyList<Figure> Figures { get; } = [new("rate", "tasks/s", MoreIsBetter: true)];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(Map, 0, 0.8, EmptyProgram.Title),
        new(HookedContestant.NameOf(Map), 0, 0.8, EmptyProgram.Title),
        new(ForkedContestant.NameOf(Map), 0, 0.8, EmptyProgram.Title),
    ];

    public override IEnumerable<Contestant> Contestants()
    {
        var own = new Simple(Map, Side.Ours, Checksum.OfSquares(_count), () => RunAsync(Launcher.LocalProcess));
        return
        [
            own,
            new HookedContestant(Name, isShort, own),
            new ForkedContestant(Map, own.Expected, RunAsync),
            new Simple(EmptyProgram.Title, Side.Floor, "", RunEmptyAsync),
            .. Pools.OfSingleTasks(Name, AtOnce, _count, Checksum.OfSquares(_count)),
            new ShellParallel(_count, AtOnce),
        ];
    }

    private async Task<Sample> RunAsync(Launcher launcher)
    {
        var results = new List<long>(_count);
        var start = Stopwatch.GetTimestamp();
        await using var map = new ProcessMap<long>(new ExchangeOptions { Limit = AtOnce, Reuse = false, Launcher = launcher });
        for (var i = 0; i < _count; i++)
        {
            map.Start(static x => (long)x * x, i);
        }

        await foreach (var square in map)
        {
            results.Add(square);
        }

        return new Sample(Checksum.Of(results), _count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private async Task<Sample> RunEmptyAsync()
    {
        var time = await Clock.TimeAsync(() => Parallel.ForAsync(0, _count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await EmptyProgram.RunAsync()));
        return new Sample("", _count / time.TotalSeconds);
    }
}
