using PProcess.Reactive;

namespace Indexer;

/// <summary>Indexes files in child processes, a slice of them at a time.</summary>
internal static class Indexing
{
    /// <summary>Indexes the texts of a folder; what cannot be read is skipped.</summary>
    /// <param name="settings">Which files, and how many processes.</param>
    /// <param name="skipped">Is told of each file that cannot be indexed, and why.</param>
    public static async Task<WordIndex> InWorkersAsync(Settings settings, Action<string> skipped)
    {
        var texts = 0;
        Dictionary<string, List<Place>> places = [];
        await foreach (var (slice, index, error) in Folder.Files(settings.Folder, skipped).Chunk(settings.Slice).PMapOutcomes(SliceIndex.Of, settings.Workers))
        {
            string[] names = [.. slice.Select(file => Path.GetRelativePath(settings.Folder, file))];
            if (index is null)
            {
                skipped($"{string.Join(", ", names)}: {error?.Message}");
                continue;
            }

            texts += index.Texts;
            foreach (var (file, message) in index.Problems)
            {
                skipped($"{names[file]}: {message}");
            }

            foreach (var (word, lines) in index.Lines)
            {
                if (!places.TryGetValue(word, out var known))
                {
                    places.Add(word, known = []);
                }

                known.AddRange(lines.Select(place => new Place(names[place.File], place.Line)));
            }
        }

        return new WordIndex(texts, places);
    }
}
