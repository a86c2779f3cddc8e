using PProcess.Reactive;

namespace Tutorial;

/// <summary>PMap is a stream: each result can be used as soon as it and those before it are there.</summary>
internal static class SimplePmapIter
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        var cells = from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select (i, j);
        var printed = 0;

        await foreach (var result in cells.PMap(Calculate, limit))
        {
            Console.Write(result);
            Console.Write(++printed % n == 0 ? Environment.NewLine : " ");
        }

        int Calculate((int I, int J) cell)
        {
            Thread.Sleep(delay); // stands for work
            return (cell.I * n) + cell.J;
        }
    }
}
