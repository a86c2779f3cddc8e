using Compare.Measuring;

namespace Compare.Growing;

/// <summary>How one contestant's cost grows.</summary>
internal sealed class Curve(string name, Side side)
{
    public string Name { get; } = name;

    public Side Side { get; } = side;

    /// <summary>By size; the sizes that the contestant cannot do are not there.</summary>
    public Dictionary<int, double> Costs { get; } = [];

    /// <summary>Whether it ever computed something else.</summary>
    public bool Wrong { get; set; }
}
