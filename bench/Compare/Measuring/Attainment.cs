namespace Compare.Measuring;

/// <summary>How far a goal was reached.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Figure">What its value says.</param>
/// <param name="Value">The number or the multiple that was measured; null where those to compare with are missing.</param>
internal sealed record Attainment(Goal Goal, Figure Figure, double? Value)
{
    /// <summary>One: just reached. A half: twice as slow, or twice as large, as it should be.</summary>
    public double? Part => Figure.MoreIsBetter ? Value / Goal.Target : Goal.Target / Value;

    public bool IsBelowHalf => Part < 0.5;

    public string Verdict => Part switch
    {
        null => "not measured",
        >= 1 => "reached",
        < 0.5 => "below half",
        _ => "not reached",
    };
}
