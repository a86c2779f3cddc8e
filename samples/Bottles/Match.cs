namespace Bottles;

/// <summary>A line, and the pattern that it matches.</summary>
internal sealed record Match(string Pattern, Line Line);
