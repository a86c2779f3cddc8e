using System.Diagnostics;

namespace Compare.Measuring;

/// <summary>How long something takes.</summary>
internal static class Clock
{
    public static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start);
    }
}
