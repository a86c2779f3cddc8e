using PProcess.Reactive;

namespace Tutorial;

/// <summary>A managed function: calling it starts it in a child process; the map keeps the results in the order of the calls.</summary>
internal static class SimpleManagedMap
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var results = new ProcessMap<int>(limit);
        var calculate = results.Manage<int, int>(Calculate);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                calculate(i, j); // returns at once: what is beyond the limit waits its turn
            }
        }

        Grid.Print(await results.ToArrayAsync(), n);

        int Calculate(int i, int j)
        {
            Thread.Sleep(delay); // stands for work
            return (i * n) + j;
        }
    }
}
