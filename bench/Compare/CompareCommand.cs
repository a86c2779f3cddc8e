using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Compare.Floors;
using Compare.Growing;
using Compare.Outside;

namespace Compare;

/// <summary>The program's options: their names, defaults and checks.</summary>
internal static class CompareCommand
{
    private const int MostRounds = 1000;

    private static readonly Option<bool> Short = new("--short")
    {
        Description = "Few rounds of smaller tasks, without packages that have to be fetched. Fails where results differ or a ratio is below half its goal.",
    };

    private static readonly Option<bool> Scale = new("--scale")
    {
        Description = "Measures how cost grows with tasks, workers and the size of values, in place of the comparison.",
    };

    private static readonly Option<int?> Rounds = new("--rounds")
    {
        Description = "How often each contestant runs; by default 9 times, in the short form 3 times.",
        CustomParser = ParseRounds,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder that tables and charts are written to.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "compare"),
    };

    private static readonly Option<FileInfo> Into = new("--into")
    {
        Description = "A Markdown document whose marked place takes the tables; the charts go into the folder images beside it.",
    };

    /// <summary>Does what the program's arguments say.</summary>
    /// <returns>The program's exit code.</returns>
    public static int Run(string[] args) =>
        (args is [FloorProcess.Argument, .. var side] ? OtherSide.RunAsync(side) : RunAsync(args)).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // of the numbers in titles and tables
        var names = Catalogue.Create(isShort: true).Select(measure => measure.Name).Concat(Growths.All.Select(growth => growth.Name)).Distinct();
        var command = Create(names, RunAsync).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (command.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(command.Errors[0].Message);
            return 1;
        }

        return await command.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = null, // Ctrl+C ends the program at once, and its child processes with it
        });
    }

    private static Task<int> RunAsync(Settings settings)
    {
        Node.Fetches = !settings.IsShort;
        return settings.Scale ? Growths.RunAsync(settings) : Comparison.RunAsync(settings);
    }

    /// <summary>The command, which hands the checked settings to the function.</summary>
    private static RootCommand Create(IEnumerable<string> names, Func<Settings, Task<int>> run)
    {
        var only = new Option<string[]>("--only") { Description = "The measures to take, all by default.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. names]);
        Into.AcceptExistingOnly();
        var command = new RootCommand("Measures this library beside bare floors and the peers that the machine has.") { Short, Scale, only, Rounds, Out, Into };
        command.SetAction((result, _) =>
        {
            var isShort = result.GetValue(Short);
            return run(new Settings(
                isShort,
                result.GetValue(only) ?? [],
                result.GetValue(Rounds) ?? (isShort ? 3 : 9),
                result.GetValue(Scale),
                result.GetRequiredValue(Out),
                result.GetValue(Into)?.FullName));
        });
        return command;
    }

    private static int? ParseRounds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostRounds)
        {
            return number;
        }

        result.AddError($"--rounds: expected a whole number from 1 to {MostRounds}, found '{text}'");
        return null;
    }
}
