namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>Takes results before the test's deadline.</summary>
internal static class Enumeration
{
    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> source) => await source.ToListAsync(TestDeadline.Token);

    /// <summary>Adds the results to a list that keeps them when the enumeration fails.</summary>
    public static async Task ListIntoAsync<T>(this IAsyncEnumerable<T> source, ICollection<T> results)
    {
        await foreach (var result in source.WithCancellation(TestDeadline.Token))
        {
            results.Add(result);
        }
    }
}
