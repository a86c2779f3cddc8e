using PProcess.Reactive;

namespace Indexer;

/// <summary>What one run of the program is to do.</summary>
/// <param name="Folder">Whose text files are indexed, those of its subfolders included.</param>
/// <param name="Prefixes">What to look up; none stands for the lines of the standard input.</param>
/// <param name="Slice">How many files one task indexes.</param>
/// <param name="Workers">How many tasks run at a time.</param>
internal sealed record Settings(string Folder, IReadOnlyList<string> Prefixes, int Slice, ExchangeOptions Workers);
