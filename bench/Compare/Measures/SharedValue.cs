using System.Diagnostics;
using Compare.Floors;
using Compare.Measuring;
using PProcess;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>A large value in shared memory to a worker and back.</summary>
/// <param name="size">How many bytes it has.</param>
internal sealed class SharedValue(int size) : Measure("shared", $"x => x, SharedBuffer<byte> of {size >> 20} MiB")
{
    private const string PMap = "PMap";

    public override int Rounds(int asked) => asked * 3;

    public override IReadOnlyList<Figure> Figures { get; } = [new("there and back", "MiB/s", MoreIsBetter: true)];

    public override IReadOnlyList<Goal> Goals { get; } = [new(PMap, 0, 10, BarePipe.Title)];

    public override IEnumerable<Contestant> Contestants() => [new Simple(PMap, Side.Ours, "equal", EchoAsync), new BarePipe(size)];

    private async Task<Sample> EchoAsync()
    {
        using var value = new SharedBuffer<byte>(size);
        value.Memory.Span[^1] = 1;
        var start = Stopwatch.GetTimestamp();
        await foreach (var echo in new[] { value }.PMap(x => x, limit: 1))
        {
            using (echo)
            {
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                return new Sample(echo.Memory.Span[^1] == 1 ? "equal" : "different", size / seconds / (1 << 20));
            }
        }

        return new Sample("nothing", 0);
    }
}
