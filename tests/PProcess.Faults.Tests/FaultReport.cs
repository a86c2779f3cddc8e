using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>What the host has reported.</summary>
internal sealed class FaultReport(string text)
{
    private readonly Dictionary<string, string> _facts = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', 2))
        .GroupBy(parts => parts[0], parts => parts[1].Trim())
        .ToDictionary(group => group.Key, group => group.Last());

    public string Text => text;

    public bool IsComplete => _facts.ContainsKey("done");

    public string this[string fact] => _facts[fact];

    public double Number(string fact) => double.Parse(_facts[fact], CultureInfo.InvariantCulture);
}
