using System.Diagnostics;
using Compare.Measuring;

namespace Compare.Floors;

/// <summary>A block to a process and back over pipes of a mebibyte each, one long read and one long write at a time.</summary>
internal sealed class BarePipe(int size) : Contestant(Title, Side.Floor, "equal")
{
    public const string Title = "bare pipe";

    private readonly byte[] _sent = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];
    private readonly byte[] _received = new byte[size];

    private FloorProcess? _process;

    public override Task PrepareAsync()
    {
        _process = new FloorProcess(OtherSide.Echo, $"{size}");
        _process.EnlargePipes();
        return Task.CompletedTask;
    }

    public override Task<Sample> RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        _process!.Input.Write(_sent);
        _process.Output.ReadExactly(_received);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Task.FromResult(new Sample(_sent.AsSpan().SequenceEqual(_received) ? Expected : "different", size / seconds / (1 << 20)));
    }

    protected override async Task EndAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }
    }
}
