namespace Compare.Measuring;

/// <summary>What a value says.</summary>
internal sealed record Figure(string Title, string Unit, bool MoreIsBetter = false);
