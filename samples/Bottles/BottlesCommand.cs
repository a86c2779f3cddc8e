using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bottles;

/// <summary>The program's options: their names, defaults and checks.</summary>
internal static class BottlesCommand
{
    private const int LongestSeconds = 86_400;
    private const double HeartbeatSeconds = 5;
    private const double SongSeconds = 20;

    private static readonly string[] SongPatterns = ["[05] bottles", "juice"];

    private static readonly Option<string[]> Logs = new("--log")
    {
        Description = "A file to follow, given as often as there are files; by default the program writes three that grow.",
        CustomParser = ParseLogs,
    };

    private static readonly Option<string[]> Patterns = new("--pattern")
    {
        Description = "A regular expression to look for, given as often as there are patterns.",
        CustomParser = ParsePatterns,
    };

    private static readonly Option<double?> Heartbeat = new("--heartbeat")
    {
        Description = "Report when no line came for so many seconds; five where no number is given.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? HeartbeatSeconds : ParseSeconds(result, "--heartbeat"),
    };

    private static readonly Option<double?> Seconds = new("--seconds")
    {
        Description = "After how many seconds to end; by default 20 with files of the program's own, else never.",
        CustomParser = result => ParseSeconds(result, "--seconds"),
    };

    /// <summary>The command, which hands the checked settings to the function.</summary>
    public static RootCommand Create(Func<Settings, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("Follows growing log files and prints the lines that match, one process for each pattern and one more for each of its files.")
        {
            Logs, Patterns, Heartbeat, Seconds,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Logs) is not null && result.GetResult(Patterns) is null)
            {
                result.AddError("--pattern: expected with --log");
            }
        });
        command.SetAction((result, cancellationToken) => run(ToSettings(result), cancellationToken));
        return command;
    }

    private static Settings ToSettings(ParseResult result)
    {
        var logs = result.GetValue(Logs) ?? [];
        double? seconds = result.GetValue(Seconds) ?? (logs.Length == 0 ? SongSeconds : null);
        return new(
            logs,
            result.GetValue(Patterns) is { Length: > 0 } patterns ? patterns : SongPatterns,
            result.GetValue(Heartbeat) is { } heartbeat ? TimeSpan.FromSeconds(heartbeat) : null,
            seconds is { } duration ? TimeSpan.FromSeconds(duration) : Timeout.InfiniteTimeSpan);
    }

    private static string[] ParseLogs(ArgumentResult result)
    {
        string[] paths = [.. result.Tokens.Select(token => token.Value)];
        if (Array.Find(paths, path => !File.Exists(path)) is { } missing)
        {
            result.AddError($"--log: expected the name of a file that exists, found '{missing}'");
        }

        return paths;
    }

    private static string[] ParsePatterns(ArgumentResult result)
    {
        string[] patterns = [.. result.Tokens.Select(token => token.Value)];
        try
        {
            foreach (var pattern in patterns)
            {
                _ = new Regex(pattern);
            }
        }
        catch (RegexParseException error)
        {
            result.AddError($"--pattern: expected a regular expression: {error.Message}");
        }

        return patterns;
    }

    private static double? ParseSeconds(ArgumentResult result, string option)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestSeconds)
        {
            return seconds;
        }

        result.AddError($"{option}: expected a number of seconds above 0, up to {LongestSeconds}, found '{text}'");
        return null;
    }
}
