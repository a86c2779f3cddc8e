using Compare.Measuring;
using PProcess.Reactive;

namespace Compare.Measures;

/// <summary>One small task at a time through a map.</summary>
internal sealed class MapTrips(int trips) : Contestant(Title, Side.Ours, Checksum.OfSquares(trips))
{
    public const string Title = "await ProcessMap[^1]";

    private readonly ProcessMap<long> _map = new(new ExchangeOptions { Limit = 1, Reuse = true });

    public override Task<Sample> RunAsync() => Trips.RunAsync(trips, x =>
    {
        _map.Start(static x => (long)x * x, x);
        return _map[^1];
    });

    protected override async Task EndAsync() => await _map.DisposeAsync();
}
