using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;

namespace Tutorial.CommandLine;

/// <summary>The program's argument and options: their names, defaults and checks.</summary>
internal static class TutorialCommand
{
    private const int LargestN = 1000;
    private const int MostWorkers = 256;
    private const int LongestDelay = 3600;

    private static readonly Argument<Example?> Chosen = new("example")
    {
        Description = "The example to run; without it, the examples are listed.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseExample,
    };

    private static readonly Option<int> N = new("--n")
    {
        Description = "The rows, and the columns, of the grid.",
        DefaultValueFactory = _ => 10,
        CustomParser = result => ParseWhole(result, "--n", LargestN),
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many processes may run at a time.",
        DefaultValueFactory = _ => 10,
        CustomParser = result => ParseWhole(result, "--limit", MostWorkers),
    };

    private static readonly Option<double> Delay = new("--delay")
    {
        Description = "How many seconds a cell takes.",
        DefaultValueFactory = _ => 1,
        CustomParser = ParseDelay,
    };

    private static readonly Option<bool> Start = new("--start") { Description = "Background processes: only start them; another run collects." };

    private static readonly Option<bool> Reconnect = new("--reconnect") { Description = "Background processes: only collect from those that another run has started." };

    public static RootCommand Create()
    {
        var command = new RootCommand("Computes a grid, once sequentially and then in ever more parallel ways.")
        {
            Chosen, N, Limit, Delay, Start, Reconnect,
        };
        command.SetAction((result, _) => RunAsync(
            result.GetValue(Chosen),
            new Settings(result.GetValue(N), result.GetValue(Limit), TimeSpan.FromSeconds(result.GetValue(Delay)))
            {
                Starts = result.GetValue(Start) || !result.GetValue(Reconnect),
                Reconnects = result.GetValue(Reconnect) || !result.GetValue(Start),
            }));
        return command;
    }

    private static async Task RunAsync(Example? example, Settings settings)
    {
        if (example is null)
        {
            List();
            return;
        }

        var clock = Stopwatch.StartNew();
        await example.RunAsync(settings);
        Console.WriteLine(FormattableString.Invariant($"Time taken: {clock.Elapsed.TotalSeconds:F2} seconds"));
    }

    private static void List()
    {
        Console.WriteLine("Name one of these examples to run it:");
        var width = Example.All.Max(example => example.Name.Length);
        foreach (var example in Example.All)
        {
            Console.WriteLine($"  {example.Name.PadRight(width)}  {example.Description}");
        }
    }

    private static Example? ParseExample(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        var example = Example.All.FirstOrDefault(example => example.Name == name);
        if (example is null)
        {
            result.AddError($"expected the name of an example, found '{name}'; without a name, the examples are listed");
        }

        return example;
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

    private static double ParseDelay(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LongestDelay)
        {
            return seconds;
        }

        result.AddError($"--delay: expected a number of seconds from 0 to {LongestDelay}, found '{text}'");
        return 0;
    }
}
