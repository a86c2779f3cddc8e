namespace Compare.Measuring;

/// <summary>What was computed, in one number that depends on the order; the peers compute it in the same way.</summary>
internal static class Checksum
{
    private const long Modulus = int.MaxValue;

    /// <summary>Of values that are not negative.</summary>
    public static string Of(IEnumerable<long> values)
    {
        long sum = 0;
        foreach (var value in values)
        {
            sum = ((sum * 31) + (value % Modulus)) % Modulus;
        }

        return $"{sum}";
    }

    public static string OfSquares(int count) => Of(Squares(count));

    public static IEnumerable<long> Squares(int count) => Enumerable.Range(0, count).Select(x => (long)x * x);
}
