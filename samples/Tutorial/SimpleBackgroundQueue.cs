using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>A background process outlives the program that starts it: one run starts it, another, later, collects its results.</summary>
internal static class SimpleBackgroundQueue
{
    private const string Address = "simple_background_queue.socket";

    public static async Task RunAsync(Settings settings)
    {
        var (n, _, delay) = settings;
        if (settings.Starts)
        {
            var process = await BackgroundProcess.StartAsync(Address, CalculateAsync, n, delay);
            Console.WriteLine($"Process {process.ProcessId} works at {process.Address}.");
        }

        if (settings.Reconnects)
        {
            var results = new int[n * n];
            await foreach (var (i, j, result) in BackgroundQueue.Connect<(int I, int J, int Result)>(Address))
            {
                results[(i * n) + j] = result;
            }

            Grid.Print(results, n);
        }
    }

    private static async IAsyncEnumerable<(int I, int J, int Result)> CalculateAsync(int n, TimeSpan delay)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                await Task.Delay(delay); // stands for work
                yield return (i, j, (i * n) + j);
            }
        }
    }
}
