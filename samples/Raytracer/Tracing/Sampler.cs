namespace Raytracer.Tracing;

/// <summary>Evenly spread random numbers for one sample of one pixel.</summary>
/// <remarks>
/// Each draw spreads the pixel's samples over a grid (Kensler, "Correlated Multi-Jittered Sampling", 2013). Everything
/// follows from the pixel and the order of the draws, so that a line looks the same whichever process renders it.
/// </remarks>
/// <param name="pixel">The pixel's number in the picture.</param>
/// <param name="sample">The sample's number, below <paramref name="grid"/> squared.</param>
/// <param name="grid">The number of rows and of columns of the grid.</param>
internal struct Sampler(int pixel, int sample, int grid)
{
    private readonly uint _sample = (uint)sample;
    private readonly uint _grid = (uint)grid;
    private uint _pattern = Mix((uint)pixel + 0x9e3779b9);

    /// <summary>A point of the unit square; the next call gives an independent one.</summary>
    public (double U, double V) Next()
    {
        _pattern = Mix(_pattern + 0x9e3779b9);
        var place = Permute(_sample, _grid * _grid, _pattern * 0x51633e2d);
        var (column, row) = (place % _grid, place / _grid);
        var subColumn = Permute(column, _grid, _pattern * 0xa511e9b3);
        var subRow = Permute(row, _grid, _pattern * 0x63d83595);
        var jitterU = Fraction(place, _pattern * 0xa399d265);
        var jitterV = Fraction(place, _pattern * 0x711ad6a5);
        return ((column + ((subRow + jitterU) / _grid)) / _grid, (row + ((subColumn + jitterV) / _grid)) / _grid);
    }

    private static uint Mix(uint value)
    {
        value = (value ^ (value >> 16)) * 0x7feb352d;
        value = (value ^ (value >> 15)) * 0x846ca68b;
        return value ^ (value >> 16);
    }

    private static double Fraction(uint index, uint pattern) => Mix(index ^ Mix(pattern)) / 4294967296.0;

    /// <summary>Where the pattern moves the index among the given number of places.</summary>
    private static uint Permute(uint index, uint places, uint pattern)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((places - 1) | 1);
        do
        {
            index = (index ^ pattern) * 0xe170893d;
            index ^= pattern >> 16;
            index = (index ^ ((index & mask) >> 4) ^ (pattern >> 8)) * 0x0929eb3f;
            index ^= pattern >> 23;
            index = (index ^ ((index & mask) >> 1)) * (1 | (pattern >> 27));
            index *= 0x6935fa69;
            index = (index ^ ((index & mask) >> 11)) * 0x74dcb303;
            index = (index ^ ((index & mask) >> 2)) * 0x9e501cc3;
            index = (index ^ ((index & mask) >> 2)) * 0xc860a3df;
            index &= mask;
            index ^= index >> 5;
        }
        while (index >= places);

        return (index + pattern) % places;
    }
}
