namespace Tutorial;

/// <summary>Each result says which cell it belongs to, so that any order would do. In parallel: <see cref="SimpleManagedQueue"/>.</summary>
internal static class Simple2
{
    public static void Run(Settings settings)
    {
        var (n, _, delay) = settings;
        var results = new int[n * n];

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var cell = Calculate(i, j);
                results[(cell.I * n) + cell.J] = cell.Result;
            }
        }

        Grid.Print(results, n);

        (int I, int J, int Result) Calculate(int i, int j)
        {
            Thread.Sleep(delay); // stands for work
            return (i, j, (i * n) + j);
        }
    }
}
