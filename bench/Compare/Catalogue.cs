using Compare.Measures;
using Compare.Measuring;

namespace Compare;

/// <summary>All measures, in the order of the table.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Measure> Create(bool isShort)
    {
        const int large = 64 << 20;
        return
        [
            new SmallTasks(1_000_000, workers: 2),
            new RoundTrip(isShort),
            new LargeValue<byte>("octets", "byte", large, i => (byte)(i * 7)),
            new LargeValue<double>("doubles", "double", large, i => i),
            new SharedValue(large),
            new ColdStart(isShort),
            new Burst(2),
            new Burst(8),
            new Sustained(isShort),
            new UnevenWork(isShort ? 500 : 2_000),
            new Allocation(isShort ? 50_000 : 200_000),
            new IdleWorker(),
            new WaitingTasks(),
        ];
    }
}
