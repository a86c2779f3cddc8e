namespace Compare.Reports;

/// <summary>Where tables and charts go.</summary>
/// <param name="name">What files and the place in the document are called after.</param>
/// <param name="settings">The folder and the document.</param>
internal sealed class Output(string name, Settings settings)
{
    /// <summary>Writes text, Markdown and charts into the folder, and Markdown and charts into the document where one is named.</summary>
    /// <param name="text">The tables as plain text.</param>
    /// <param name="markdown">The tables as Markdown, without the charts.</param>
    /// <param name="charts">The charts with their names and what they show.</param>
    public async Task WriteAsync(string text, string markdown, params IReadOnlyList<Chart> charts)
    {
        await WriteChartsAsync(settings.Out, charts);
        await File.WriteAllTextAsync(Path.Combine(settings.Out, $"{name}.txt"), text);
        await File.WriteAllTextAsync(Path.Combine(settings.Out, $"{name}.md"), WithCharts(markdown, charts, ""));
        if (settings.Into is { } document)
        {
            await WriteChartsAsync(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(document))!, "images"), charts);
            await Document.ReplaceAsync(document, name, WithCharts(markdown, charts, "images/"));
        }
    }

    private static async Task WriteChartsAsync(string folder, IReadOnlyList<Chart> charts)
    {
        Directory.CreateDirectory(folder);
        foreach (var chart in charts)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{chart.Name}.svg"), chart.Svg);
        }
    }

    private static string WithCharts(string markdown, IReadOnlyList<Chart> charts, string folder) =>
        $"{markdown}\n{string.Join("\n\n", charts.Select(chart => $"![{chart.Title}]({folder}{chart.Name}.svg)"))}\n";
}
