using PProcess.Reactive;

namespace Tutorial;

/// <summary>A queue gives results in the order in which they arrive; each says which cell it belongs to.</summary>
internal static class SimpleManagedQueue
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var queue = new ProcessQueue<(int I, int J, int Result)>(limit);
        var calculate = queue.Manage<int, int>(Calculate);
        var results = new int[n * n];

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                calculate(i, j);
            }
        }

        await foreach (var (i, j, result) in queue)
        {
            results[(i * n) + j] = result;
        }

        Grid.Print(results, n);

        (int I, int J, int Result) Calculate(int i, int j)
        {
            Thread.Sleep(delay); // stands for work
            return (i, j, (i * n) + j);
        }
    }
}
