using System.Runtime.CompilerServices;
using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>The rest of the method runs in each created process; a queue collects what arrives.</summary>
internal static class SimpleCreateQueue
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var queue = new ProcessQueue<(int I, int J, int Result)>(limit);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (await queue.Create() is { } child) // null in the creating process
                {
                    await Task.Delay(delay); // stands for work
                    await child.SendAsync((i, j, (i * n) + j));
                    await child.ExitAsync();
                }
            }
        }

        var results = new int[n * n];
        await foreach (var (i, j, result) in queue)
        {
            results[(i * n) + j] = result;
        }

        Grid.Print(results, n);
    }
}
