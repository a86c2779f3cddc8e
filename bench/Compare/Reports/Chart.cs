namespace Compare.Reports;

/// <summary>A drawn chart.</summary>
internal sealed record Chart(string Name, string Title, string Svg);
