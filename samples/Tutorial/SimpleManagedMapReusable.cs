using PProcess.Reactive;

namespace Tutorial;

/// <summary>The same map, but its processes serve one cell after another instead of one process for each cell.</summary>
internal static class SimpleManagedMapReusable
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var results = new ProcessMap<int>(new ExchangeOptions { Limit = limit, Reuse = true });
        var calculate = results.Manage<int, int>(Calculate);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                calculate(i, j);
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
