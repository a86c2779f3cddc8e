using Compare.Measuring;
using PProcess;

namespace Compare.Measures;

/// <summary>One message at a time to a function that answers each.</summary>
internal sealed class ChannelTrips(int trips) : Contestant("ProcessChannel", Side.Ours, Checksum.OfSquares(trips))
{
    private ProcessChannel? _channel;

    public override Task PrepareAsync()
    {
        _channel = ProcessChannel.Start(SquareAll);
        return Task.CompletedTask;
    }

    public override Task<Sample> RunAsync() => Trips.RunAsync(trips, async x =>
    {
        await _channel!.SendAsync(x);
        return await _channel.ReceiveAsync<long>();
    });

    protected override async Task EndAsync() => await _channel!.DisposeAsync();

    private static async Task SquareAll(ProcessChannel channel)
    {
        await foreach (var x in channel.ReadAllAsync<int>())
        {
            await channel.SendAsync((long)x * x);
        }
    }
}
