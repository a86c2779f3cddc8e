using System.Diagnostics;
using Compare.Measuring;
using Compare.Outside;
using PProcess;

namespace Compare.Measures;

/// <summary>What a worker that has run a small task and waits for the next keeps resident.</summary>
internal sealed class IdleWorker() : Measure("idle", "a worker after its first x => x * x")
{
    private const string Channel = "ProcessChannel";

    public override int Rounds(int asked) => Math.Min(asked, 3);

    public override IReadOnlyList<Figure> Figures { get; } = [new("resident", "MiB")];

    public override IReadOnlyList<Goal> Goals { get; } = [new(Channel, 0, 40)];

    public override IEnumerable<Contestant> Contestants() =>
    [
        new Simple(Channel, Side.Ours, "9", ResidentAsync),
        .. Pools.All("resident", workers: 1, _ => 1, _ => "9", Pools.OneByOne, Pools.InChunks),
    ];

    private static async Task<Sample> ResidentAsync()
    {
        await using var channel = ProcessChannel.Start(Serve, 3);
        var square = await channel.ReceiveAsync<int>();
        using var process = Process.GetProcessById(channel.ProcessId);
        return new Sample($"{square}", process.WorkingSet64 / 1024.0 / 1024.0);
    }

    private static async Task Serve(ProcessChannel channel, int x)
    {
        await channel.SendAsync(x * x);
        await foreach (var next in channel.ReadAllAsync<int>())
        {
            await channel.SendAsync(next * next);
        }
    }
}
