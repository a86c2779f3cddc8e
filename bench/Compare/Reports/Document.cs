namespace Compare.Reports;

/// <summary>A document with a place for what was measured, between two comments of one name.</summary>
internal static class Document
{
    /// <exception cref="InvalidDataException">The document has no such place.</exception>
    public static async Task ReplaceAsync(string path, string name, string content)
    {
        var (opening, closing) = ($"<!-- {name} -->", $"<!-- end of {name} -->");
        var text = await File.ReadAllTextAsync(path);
        var start = text.IndexOf(opening, StringComparison.Ordinal);
        var end = text.IndexOf(closing, StringComparison.Ordinal);
        if (start < 0 || end < start)
        {
            throw new InvalidDataException($"{path} has no place between '{opening}' and '{closing}'.");
        }

        await File.WriteAllTextAsync(path, $"{text[..(start + opening.Length)]}\n\n{content.Trim()}\n\n{text[end..]}");
    }
}
