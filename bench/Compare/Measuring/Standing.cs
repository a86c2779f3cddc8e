namespace Compare.Measuring;

/// <summary>What one contestant's rounds gave.</summary>
internal sealed class Standing(Contestant contestant)
{
    private readonly List<Sample> _samples = [];

    public Contestant Contestant { get; } = contestant;

    /// <summary>Why nothing was measured; null where something was.</summary>
    public string? Missing { get; private set; }

    /// <summary>The first result that was not what it had to be.</summary>
    public string? Wrong { get; private set; }

    public bool IsThere => Missing is null && _samples.Count > 0;

    public void Add(Sample sample)
    {
        _samples.Add(sample);
        Check(sample);
    }

    public void Check(Sample sample) => Wrong ??= sample.Result == Contestant.Expected ? null : sample.Result;

    public void Leave(string reason)
    {
        Missing = reason;
        _samples.Clear();
    }

    /// <summary>The values of one figure, round by round.</summary>
    public IReadOnlyList<double> Values(int figure) => [.. _samples.Select(sample => sample.Values[figure])];
}
