namespace Tutorial;

/// <summary>The work is a function, and its results are listed in the order of the calls. In parallel: <see cref="SimpleManagedMap"/>.</summary>
internal static class Simple1
{
    public static void Run(Settings settings)
    {
        var (n, _, delay) = settings;
        var results = new List<int>();

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                results.Add(Calculate(i, j));
            }
        }

        Grid.Print(results, n);

        int Calculate(int i, int j)
        {
            Thread.Sleep(delay); // stands for work
            return (i * n) + j;
        }
    }
}
