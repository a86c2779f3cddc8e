using Raytracer.Output;
using Spectre.Console;

namespace Raytracer;

/// <summary>What rendering in workers gained over rendering in sequence.</summary>
internal sealed record Comparison(Picture Parallel, TimeSpan ParallelTime, Picture Sequential, TimeSpan SequentialTime)
{
    /// <summary>Prints the times and the speed-up, or where the pictures differ.</summary>
    /// <returns>Whether the pictures are identical.</returns>
    public bool Report()
    {
        if (Sequential.FirstDifference(Parallel) is { } line)
        {
            Console.Error.WriteLine($"The pictures differ from line {line} on: expected the same from workers and in sequence.");
            return false;
        }

        AnsiConsole.WriteLine("The pictures are identical.");
        AnsiConsole.WriteLine(FormattableString.Invariant($"in workers   {ParallelTime.TotalSeconds,8:F2} s"));
        AnsiConsole.WriteLine(FormattableString.Invariant($"in sequence  {SequentialTime.TotalSeconds,8:F2} s"));
        AnsiConsole.WriteLine(FormattableString.Invariant($"speed-up     {SequentialTime / ParallelTime,8:F2} x"));
        return true;
    }
}
