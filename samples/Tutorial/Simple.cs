namespace Tutorial;

/// <summary>Where it begins: two loops, one cell after the other.</summary>
internal static class Simple
{
    public static void Run(Settings settings)
    {
        var (n, _, delay) = settings;
        var results = new int[n * n];

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Thread.Sleep(delay);
                results[(i * n) + j] = (i * n) + j;
            }
        }

        Grid.Print(results, n);
    }
}
