using PProcess.Reactive;

namespace Tutorial;

/// <summary>PMap instead of Select: the function runs in child processes, the results keep the order of the inputs.</summary>
internal static class SimplePmap
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        var cells = from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select (i, j);

        var results = await cells.PMap(Calculate, limit).ToArrayAsync();

        Grid.Print(results, n);

        // Runs in a child process; n and delay, which it captures, go there with it.
        int Calculate((int I, int J) cell)
        {
            Thread.Sleep(delay); // stands for work
            return (cell.I * n) + cell.J;
        }
    }
}
