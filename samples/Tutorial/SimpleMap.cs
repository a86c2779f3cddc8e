namespace Tutorial;

/// <summary>A sequence of inputs and a function over it. In parallel: <see cref="SimplePmap"/>, which differs in one line.</summary>
internal static class SimpleMap
{
    public static void Run(Settings settings)
    {
        var (n, _, delay) = settings;
        var cells = from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select (i, j);

        var results = cells.Select(Calculate).ToArray();

        Grid.Print(results, n);

        int Calculate((int I, int J) cell)
        {
            Thread.Sleep(delay); // stands for work
            return (cell.I * n) + cell.J;
        }
    }
}
