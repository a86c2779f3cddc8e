using System.Runtime.InteropServices;

namespace Compare;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    public static string Describe(int rounds) =>
        $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}; " +
        $"medians of up to {rounds} rounds in which all contestants take turns.";
}
