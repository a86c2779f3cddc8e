namespace Bottles;

/// <summary>What one run of the program is to do.</summary>
/// <param name="Logs">The files to follow; none stands for those that the program writes itself.</param>
/// <param name="Patterns">Regular expressions, each sought in every file by a process of its own.</param>
/// <param name="Heartbeat">After how long without a line that is said; null: never.</param>
/// <param name="Duration">After how long the program ends.</param>
internal sealed record Settings(IReadOnlyList<string> Logs, IReadOnlyList<string> Patterns, TimeSpan? Heartbeat, TimeSpan Duration);
