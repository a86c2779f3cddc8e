using System.Diagnostics;
using Compare.Floors;
using Compare.Measuring;
using Compare.Outside;
using PProcess;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>The first result of a worker that has just been started.</summary>
internal sealed class ColdStart(bool isShort) : Measure("cold", "x => x * x, first result of a new worker")
{
    private const string Map = "ProcessMap.Start";
    private const string Channel = "ProcessChannel.Start";
    private const string Result = "49";

    public override int Rounds(int asked) => asked * 3;

    public override IReadOnlyList<Figure> Figures { get; } = [new("start to result", "ms")];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(Map, 0, 1.4, EmptyProgram.Title),
        new(Channel, 0, 1.4, EmptyProgram.Title),
        new(HookedContestant.NameOf(Map), 0, 1.4, EmptyProgram.Title),
        new(HookedContestant.NameOf(Channel), 0, 1.4, EmptyProgram.Title),
        new(ForkedContestant.NameOf(Map), 0, 1.4, EmptyProgram.Title),
        new(ForkedContestant.NameOf(Channel), 0, 1.4, EmptyProgram.Title),
    ];

    public override IEnumerable<Contestant> Contestants()
    {
        Contestant[] ours = [new Simple(Map, Side.Ours, Result, () => FirstResultAsync(Launcher.LocalProcess)), new Simple(Channel, Side.Ours, Result, () => FirstMessageAsync(Launcher.LocalProcess))];
        return
        [
            .. ours,
            .. ours.Select(contestant => new HookedContestant(Name, isShort, contestant)),
            new ForkedContestant(Map, Result, FirstResultAsync),
            new ForkedContestant(Channel, Result, FirstMessageAsync),
            new Simple(EmptyProgram.Title, Side.Floor, "", () => RunEmptyAsync(EmptyProgram.RunAsync)),
            new Simple(EmptyProgram.HookedTitle, Side.Floor, "", () => RunEmptyAsync(EmptyProgram.RunHookedAsync)),
            .. Pools.All(Name, workers: 1, _ => 1, _ => Result, Pools.OneByOne, Pools.InChunks),
        ];
    }

    private static async Task<Sample> FirstResultAsync(Launcher launcher)
    {
        var start = Stopwatch.GetTimestamp();
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 1, Launcher = launcher });
        map.Start(Square, 7);
        var result = await map[0];
        return new Sample($"{result}", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<Sample> FirstMessageAsync(Launcher launcher)
    {
        var start = Stopwatch.GetTimestamp();
        await using var channel = ProcessChannel.Start(launcher, Invocation.Create(SendSquareAsync, 7));
        var result = await channel.ReceiveAsync<int>();
        return new Sample($"{result}", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<Sample> RunEmptyAsync(Func<Task> run)
    {
        var time = await Clock.TimeAsync(run);
        return new Sample("", time.TotalMilliseconds);
    }

    private static int Square(int x) => x * x;

    private static async Task SendSquareAsync(ProcessChannel channel, int x) => await channel.SendAsync(x * x);
}
