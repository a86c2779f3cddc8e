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

    public override int Rounds(int asked) => asked * 3;

    public override IReadOnlyList<Figure> Figures { get; } = [new("start to result", "ms")];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(Map, 0, 1.4, EmptyProgram.Title),
        new(Channel, 0, 1.4, EmptyProgram.Title),
        new(HookedContestant.NameOf(Map), 0, 1.4, EmptyProgram.Title),
        new(HookedContestant.NameOf(Channel), 0, 1.4, EmptyProgram.Title),
    ];

    public override IEnumerable<Contestant> Contestants()
    {
        Contestant[] ours = [new Simple(Map, Side.Ours, "49", FirstResultAsync), new Simple(Channel, Side.Ours, "49", FirstMessageAsync)];
        return
        [
            .. ours,
            .. ours.Select(contestant => new HookedContestant(Name, isShort, contestant)),
            new Simple(EmptyProgram.Title, Side.Floor, "", () => RunEmptyAsync(EmptyProgram.RunAsync)),
            new Simple(EmptyProgram.HookedTitle, Side.Floor, "", () => RunEmptyAsync(EmptyProgram.RunHookedAsync)),
            .. Pools.All(Name, workers: 1, _ => 1, _ => "49", Pools.OneByOne, Pools.InChunks),
        ];
    }

    private static async Task<Sample> FirstResultAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await using var map = new ProcessMap<int>(limit: 1);
        map.Start(Square, 7);
        var result = await map[0];
        return new Sample($"{result}", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<Sample> FirstMessageAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await using var channel = ProcessChannel.Start(SendSquareAsync, 7);
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
