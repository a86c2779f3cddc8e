using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>One process for each row: it keeps sending results, and a continuous queue takes them all.</summary>
internal static class SimpleContinuousQueue
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var queue = new ProcessQueue<(int I, int J, int Result)>(
            new ExchangeOptions { Limit = limit, Continuous = true });
        var results = new int[n * n];

        for (var i = 0; i < n; i++)
        {
            queue.Start(CalculateRowAsync, i);
        }

        await foreach (var (i, j, result) in queue)
        {
            results[(i * n) + j] = result;
        }

        Grid.Print(results, n);

        async Task CalculateRowAsync(ProcessChannel channel, int i)
        {
            for (var j = 0; j < n; j++)
            {
                await Task.Delay(delay); // stands for work
                await channel.SendAsync((i, j, (i * n) + j));
            }
        }
    }
}
