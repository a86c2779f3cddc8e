using System.Diagnostics;
using PProcess;

namespace Figures;

/// <summary>The first result of a worker that has just been started, against an empty program's whole life.</summary>
internal static class ColdStart
{
    public static async Task MeasureAsync(int rounds)
    {
        List<double> ours = [];
        List<double> empty = [];
        for (var i = 0; i <= rounds; i++)
        {
            var worker = await FirstResultAsync();
            var program = await Report.TimeAsync(RunEmptyAsync);
            if (i > 0)
            {
                ours.Add(worker);
                empty.Add(program);
            }
        }

        Report.Ratio("first result of a cold worker, against an empty program", ours, empty, "ms", 2.5);
    }

    private static async Task<double> FirstResultAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await using var channel = ProcessChannel.Start(Square, 7);
        var result = await channel.ReceiveAsync<int>();
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return result == 49 ? time : throw new InvalidOperationException("The worker computes something else.");
    }

    private static async Task Square(ProcessChannel channel, int x) => await channel.SendAsync(x * x);

    private static async Task RunEmptyAsync()
    {
        using var process = Process.Start(Path.Combine(AppContext.BaseDirectory, "Empty"));
        await process.WaitForExitAsync();
    }
}
