using PProcess.Reactive;

namespace Figures;

/// <summary>A million inputs through PMap with two workers.</summary>
internal static class Throughput
{
    private const int Count = 1_000_000;

    public static async Task MeasureAsync(int rounds)
    {
        List<double> rates = [];
        for (var i = 0; i <= rounds; i++)
        {
            var time = await Report.TimeAsync(RunAsync);
            if (i > 0)
            {
                rates.Add(Count / time * 1000);
            }
        }

        Console.WriteLine($"PMap(x => x * x) over 1,000,000 inputs, 2 workers: {Report.Median(rates):N0} tasks/s ({rates.Min():N0} to {rates.Max():N0}; goal: at least 100,000)");
        await SharedWorkers.EndIdleAsync();
    }

    private static async Task RunAsync()
    {
        long index = 0;
        await foreach (var square in Enumerable.Range(0, Count).PMap(x => (long)x * x, limit: 2))
        {
            if (square != index * index)
            {
                throw new InvalidOperationException($"Result {index} is {square}.");
            }

            index++;
        }

        if (index != Count)
        {
            throw new InvalidOperationException($"{index} results came.");
        }
    }
}
