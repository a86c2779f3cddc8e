using System.Diagnostics;
using System.Globalization;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>How much is tried: so many cases in every run, or for as long as the environment says.</summary>
internal static class FuzzBudget
{
    /// <summary>Seconds for each of the fuzzers, by hand.</summary>
    private const string SecondsVariable = "PPROCESS_FUZZ_SECONDS";

    private const string SeedVariable = "PPROCESS_FUZZ_SEED";

    /// <summary>The seeds to try: the same ones in every run, others by hand.</summary>
    public static IEnumerable<int> Seeds(int count)
    {
        if (Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seed)
        {
            return [int.Parse(seed, CultureInfo.InvariantCulture)];
        }

        return Environment.GetEnvironmentVariable(SecondsVariable) is { Length: > 0 } seconds
            ? For(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)))
            : Enumerable.Range(0, count);
    }

    private static IEnumerable<int> For(TimeSpan duration)
    {
        var random = new Random();
        for (var started = Stopwatch.StartNew(); started.Elapsed < duration;)
        {
            yield return random.Next();
        }
    }
}
