using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>The function takes a channel and sends its result itself; a queue collects what arrives.</summary>
internal static class SimpleStartQueue
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var queue = new ProcessQueue<(int I, int J, int Result)>(limit);
        var results = new int[n * n];

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                queue.Start(CalculateAsync, i, j);
            }
        }

        await foreach (var (i, j, result) in queue)
        {
            results[(i * n) + j] = result;
        }

        Grid.Print(results, n);

        async Task CalculateAsync(ProcessChannel channel, int i, int j)
        {
            await Task.Delay(delay); // stands for work
            await channel.SendAsync((i, j, (i * n) + j));
        }
    }
}
