using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PProcess.Reactive;

namespace Indexer;

/// <summary>The program's arguments and options: their names, defaults and checks.</summary>
internal static class IndexerCommand
{
    private const int MostWorkers = 256;
    private const int LargestSlice = 10_000;

    private static readonly Argument<string> FolderName = new("folder")
    {
        Description = "The folder whose text files are indexed, subfolders included.",
        CustomParser = ParseFolder,
    };

    private static readonly Argument<string[]> Prefixes = new("prefix")
    {
        Description = "What the words to look up begin with; by default prefixes are read from the standard input, one a line.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many slices to index at a time; by default one for each processor.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => ParseWhole(result, "--limit", MostWorkers),
    };

    private static readonly Option<int> Slice = new("--slice")
    {
        Description = "How many files a process indexes before it hands over what it found.",
        DefaultValueFactory = _ => 20,
        CustomParser = result => ParseWhole(result, "--slice", LargestSlice),
    };

    /// <summary>The command, which hands the checked settings to the function.</summary>
    public static RootCommand Create(Func<Settings, Task<int>> run)
    {
        var command = new RootCommand("Indexes text files in child processes, then says where the words with a prefix occur.")
        {
            FolderName, Prefixes, Limit, Slice,
        };
        command.SetAction((result, _) => run(new Settings(
            result.GetRequiredValue(FolderName),
            result.GetValue(Prefixes) ?? [],
            result.GetValue(Slice),
            new ExchangeOptions { Limit = result.GetValue(Limit) })));
        return command;
    }

    private static string ParseFolder(ArgumentResult result)
    {
        var path = result.Tokens[0].Value;
        if (!Directory.Exists(path))
        {
            result.AddError($"expected the name of a folder that exists, found '{path}'");
        }

        return path;
    }

    private static int ParseWhole(ArgumentResult result, string option, int most)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        result.AddError($"{option}: expected a whole number from 1 to {most}, found '{text}'");
        return 0;
    }
}
