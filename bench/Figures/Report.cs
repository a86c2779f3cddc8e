using System.Diagnostics;

namespace Figures;

/// <summary>Medians, and how they are printed.</summary>
internal static class Report
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static void Ratio(string what, List<double> ours, List<double> floor, string unit, double goal)
    {
        var ratio = Median(ours.Zip(floor, (a, b) => a / b));
        Console.WriteLine($"{what}: {Median(ours):F1} {unit} against {Median(floor):F1} {unit} ({floor.Min():F1} to {floor.Max():F1}), ratio {ratio:F2} (goal: at most {goal})");
    }

    public static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
