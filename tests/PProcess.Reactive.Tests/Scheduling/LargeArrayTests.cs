using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>Large arrays and shared memory among small values, in tasks of one function.</summary>
public sealed class LargeArrayTests : ProcessTest
{
    private const int Large = 300_000;

    private static readonly int[] Sizes = [1, Large, 0, 2 * Large, Large, 3, 4];

    [ProcessFact]
    public async Task Start_LargeArraysAmongSmallOnes_EachArrivesWhole()
    {
        await using var map = new ProcessMap<byte[]>(new ExchangeOptions { Limit = 2, Reuse = true });
        foreach (var size in Sizes)
        {
            map.Start(array => array, Array(size));
        }

        Assert.Equal(Sizes.Select(Array), await map.ToListAsync());
    }

    [ProcessFact]
    public async Task PMap_LargeArraysAmongSmallOnes_EachArrivesWhole() =>
        Assert.Equal(Sizes.Select(Array), await Sizes.Select(Array).PMap(array => array, limit: 2).ToListAsync());

    [ProcessFact]
    public async Task Start_SharedBuffers_EachTaskGetsItsOwn()
    {
        var buffers = Sizes.Select(size => new SharedBuffer<byte>(Array(size))).ToList();
        await using var queue = new ProcessMap<int>(new ExchangeOptions { Limit = 2, Reuse = true });
        foreach (var buffer in buffers)
        {
            queue.Start(values => values.Length, buffer);
        }

        Assert.Equal(Sizes, await queue.ToListAsync());
        Assert.Equal(Sizes, await buffers.PMap(values => values.Length, limit: 2).ToListAsync());
        buffers.ForEach(buffer => buffer.Dispose());
    }

    private static byte[] Array(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];
}
