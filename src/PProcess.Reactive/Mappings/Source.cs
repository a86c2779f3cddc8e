namespace PProcess.Reactive.Mappings;

/// <summary>The inputs of a map, whichever kind of sequence they are pulled from.</summary>
internal static class Source
{
    public static IAsyncEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ToAsyncEnumerable();
    }

    public static IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source;
    }
}
