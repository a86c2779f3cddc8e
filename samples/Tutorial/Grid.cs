namespace Tutorial;

/// <summary>How the examples show their results.</summary>
internal static class Grid
{
    /// <summary>Prints the results row by row.</summary>
    public static void Print(IEnumerable<int> results, int n)
    {
        foreach (var row in results.Chunk(n))
        {
            Console.WriteLine(string.Join(' ', row));
        }
    }
}
