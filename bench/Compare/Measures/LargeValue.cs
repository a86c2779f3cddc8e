using System.Diagnostics;
using System.Runtime.CompilerServices;
using Compare.Floors;
using Compare.Measuring;
using Compare.Outside;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>A large array to a worker and back.</summary>
/// <param name="name">How the command line and the peers' scripts name it.</param>
/// <param name="type">How its elements are called.</param>
/// <param name="size">How many bytes it has.</param>
/// <param name="element">The element at a place.</param>
internal sealed class LargeValue<T>(string name, string type, int size, Func<int, T> element)
    : Measure(name, $"x => x, {type}[] of {Text(size)}")
    where T : unmanaged, IEquatable<T>
{
    private const string PMap = "PMap";
    private const int Small = 1 << 20;

    private readonly Lazy<T[]> _value = new(() => [.. Enumerable.Range(0, size / Unsafe.SizeOf<T>()).Select(element)]);

    // The first half dozen of large ones take their memory from the system, those behind them use it again.
    public override int Rounds(int asked) => size < Small ? asked * 10 : Math.Min(asked * 3, 15);

    public override IReadOnlyList<Figure> Figures { get; } = [new("there and back", "MiB/s", MoreIsBetter: true)];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(PMap, 0, 0.8, BarePipe.Title),
        new(PMap, 0, 2, Goal.EveryPeer),
    ];

    public override IEnumerable<Contestant> Contestants() =>
    [
        new Simple(PMap, Side.Ours, "equal", EchoAsync),
        new BarePipe(size),
        .. Pools.All(Name, workers: 1, _ => size, _ => "equal", Pools.OneByOne, Pools.InChunks),
    ];

    private async Task<Sample> EchoAsync()
    {
        var value = _value.Value;
        var start = Stopwatch.GetTimestamp();
        await foreach (var echo in new[] { value }.PMap(x => x, limit: 1))
        {
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return new Sample(value.AsSpan().SequenceEqual(echo) ? "equal" : "different", size / seconds / (1 << 20));
        }

        return new Sample("nothing", 0);
    }

    private static string Text(int size) => size < Small ? $"{size:N0} bytes" : $"{size >> 20} MiB";
}
