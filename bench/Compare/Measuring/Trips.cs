using System.Diagnostics;

namespace Compare.Measuring;

/// <summary>One trip after another, each with its time.</summary>
internal static class Trips
{
    /// <summary>Gives the median and the 99th percentile in microseconds.</summary>
    public static async Task<Sample> RunAsync(int count, Func<int, Task<long>> trip)
    {
        var times = new double[count];
        var results = new long[count];
        for (var x = 0; x < count; x++)
        {
            var start = Stopwatch.GetTimestamp();
            results[x] = await trip(x);
            times[x] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return new Sample(Checksum.Of(results), Statistics.Median(times), Statistics.Quantile(times, 0.99));
    }
}
