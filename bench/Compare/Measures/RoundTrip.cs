using Compare.Floors;
using Compare.Measuring;
using Compare.Outside;

namespace Compare.Measures;

/// <summary>One small task at a time.</summary>
internal sealed class RoundTrip(bool isShort) : Measure("round-trip", "x => x * x, one at a time, warm")
{
    private readonly int _trips = isShort ? 500 : 1_000;

    public override int Rounds(int asked) => asked * 5;

    public override IReadOnlyList<Figure> Figures { get; } = [new("median", "µs"), new("99th percentile", "µs")];

    public override IReadOnlyList<Goal> Goals { get; } =
    [
        new(WorkerTrips.Title, 0, 1.3, PingPong.Awaited),
        new(WorkerTrips.Title, 1, 1.3, PingPong.Awaited),
        new(WorkerTrips.Title, 0, 1.3, PingPong.Blocking, IsBinding: false), // awaiting costs what blocking does not
        new(WorkerTrips.Title, 1, 1.3, PingPong.Blocking, IsBinding: false),
        new(MapTrips.Title, 0, 1, Goal.EveryPeer),
        new(MapTrips.Title, 1, 1, Goal.EveryPeer),
    ];

    public override IEnumerable<Contestant> Contestants() =>
    [
        new WorkerTrips(_trips),
        new ChannelTrips(_trips),
        new MapTrips(_trips),
        new PingPong(_trips, blocks: false),
        new PingPong(_trips, blocks: true),
        .. Pools.All("round_trip", workers: 1, _ => _trips / 5, Checksum.OfSquares, Pools.OneByOne, Pools.InChunks),
    ];
}
