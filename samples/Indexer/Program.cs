using System.CommandLine;
using Indexer;
using PProcess;

var command = IndexerCommand.Create(RunAsync).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    return Fail(command.Errors[0].Message);
}

return await command.InvokeAsync(new InvocationConfiguration
{
    ProcessTerminationTimeout = null, // Ctrl+C ends the program at once, even while it waits for input, and its child processes with it
});

static async Task<int> RunAsync(Settings settings)
{
    try
    {
        var index = await Indexing.InWorkersAsync(settings, problem => Console.Error.WriteLine($"skipped {problem}"));
        Console.Error.WriteLine($"{index.Texts} texts, {index.Words} words");
        foreach (var prefix in settings.Prefixes.Count > 0 ? settings.Prefixes : ReadPrefixes())
        {
            Answer(index, prefix);
        }

        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or PProcessException)
    {
        return Fail(error.Message);
    }
}

static IEnumerable<string> ReadPrefixes()
{
    while (Console.ReadLine() is { } line)
    {
        if (line.Trim() is { Length: > 0 } prefix)
        {
            yield return prefix;
        }
    }
}

static void Answer(WordIndex index, string prefix)
{
    var found = index.StartingWith(prefix).ToList();
    Console.WriteLine($"{prefix}: {found.Count} {(found.Count == 1 ? "word" : "words")}");
    foreach (var (word, places) in found)
    {
        Console.WriteLine($"  {word}  {string.Join(' ', places)}");
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
