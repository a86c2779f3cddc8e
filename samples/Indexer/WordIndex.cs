namespace Indexer;

/// <summary>Every word of the files, with the places where it occurs.</summary>
internal sealed class WordIndex
{
    private readonly Dictionary<string, List<Place>> _places;
    private readonly string[] _sorted;

    public WordIndex(int texts, Dictionary<string, List<Place>> places)
    {
        Texts = texts;
        _places = places;
        _sorted = [.. places.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>How many texts are indexed.</summary>
    public int Texts { get; }

    /// <summary>How many words occur in them.</summary>
    public int Words => _sorted.Length;

    /// <summary>Gives the words that begin so, in alphabetical order, each with its places in the order of files and lines.</summary>
    public IEnumerable<(string Word, IReadOnlyList<Place> Places)> StartingWith(string prefix)
    {
        var start = prefix.ToLowerInvariant();
        var first = Array.BinarySearch(_sorted, start, StringComparer.Ordinal);
        return _sorted
            .Skip(first < 0 ? ~first : first)
            .TakeWhile(word => word.StartsWith(start, StringComparison.Ordinal))
            .Select(word => (word, (IReadOnlyList<Place>)_places[word]));
    }
}
