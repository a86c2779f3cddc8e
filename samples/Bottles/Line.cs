namespace Bottles;

/// <summary>A line, and the file that it was added to.</summary>
internal sealed record Line(string Log, string Text);
