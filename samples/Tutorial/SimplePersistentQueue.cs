using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>A persistent queue collects from many background processes, one for each row, in the order of arrival.</summary>
internal static class SimplePersistentQueue
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, _, delay) = settings;
        if (settings.Starts)
        {
            for (var i = 0; i < n; i++)
            {
                var calculate = BackgroundCallable.Create<int, int, TimeSpan, IAsyncEnumerable<(int I, int J, int Result)>>(AddressOf(i), CalculateAsync);
                var process = await calculate(i, n, delay);
                Console.WriteLine($"Process {process.ProcessId} works at {process.Address}.");
            }
        }

        if (settings.Reconnects)
        {
            await using var queue = new PersistentQueue<(int I, int J, int Result)>();
            for (var i = 0; i < n; i++)
            {
                await queue.ConnectAsync(AddressOf(i));
            }

            var results = new int[n * n];
            await foreach (var (i, j, result) in queue)
            {
                results[(i * n) + j] = result;
            }

            Grid.Print(results, n);
        }
    }

    private static string AddressOf(int row) => $"simple_persistent_queue_{row}.socket";

    private static async IAsyncEnumerable<(int I, int J, int Result)> CalculateAsync(int i, int n, TimeSpan delay)
    {
        for (var j = 0; j < n; j++)
        {
            await Task.Delay(delay); // stands for work
            yield return (i, j, (i * n) + j);
        }
    }
}
