namespace Compare.Measuring;

/// <summary>What one round gave: what was computed, and one value for each figure of the measure.</summary>
internal sealed record Sample(string Result, params IReadOnlyList<double> Values);
