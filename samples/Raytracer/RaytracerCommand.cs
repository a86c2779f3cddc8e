using System.CommandLine;
using System.CommandLine.Parsing;
using PProcess;
using PProcess.Reactive;
using Raytracer.Output;

namespace Raytracer;

/// <summary>The program's options: their names, defaults and checks.</summary>
internal static class RaytracerCommand
{
    private const int MostWorkers = 256;

    private static readonly Option<string> Scene = new("--scene")
    {
        Description = "The scene file, described in SCENE.md.",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "scenes", "sunflower.json"),
        CustomParser = ParseScene,
    };

    private static readonly Option<string> Output = new("--out")
    {
        Description = "The picture file to write.",
        DefaultValueFactory = _ => "scene.png",
        CustomParser = ParseOutput,
    };

    private static readonly Option<PictureSize> Size = new("--size")
    {
        Description = "The picture's size, WIDTHxHEIGHT in pixels.",
        DefaultValueFactory = _ => new PictureSize(900, 600),
        CustomParser = ParseSize,
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many lines to render at a time; by default one for each processor.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = ParseLimit,
    };

    private static readonly Option<string> Workers = new("--launcher")
    {
        Description = "Where lines are rendered: process for child processes, inprocess for debugging.",
        DefaultValueFactory = _ => "process",
        CustomParser = ParseLauncher,
    };

    private static readonly Option<bool> Compare = new("--compare")
    {
        Description = "Also render without workers, check that the pictures are identical, and print both times.",
    };

    /// <summary>The command, which hands the checked settings to the function.</summary>
    public static RootCommand Create(Func<Settings, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("Renders a scene line by line in child processes.")
        {
            Scene, Output, Size, Limit, Workers, Compare,
        };
        command.SetAction((result, cancellationToken) => run(ToSettings(result), cancellationToken));
        return command;
    }

    private static Settings ToSettings(ParseResult result) => new(
        result.GetRequiredValue(Scene),
        result.GetRequiredValue(Output),
        result.GetValue(Size),
        new ExchangeOptions
        {
            Limit = result.GetValue(Limit),
            Launcher = result.GetRequiredValue(Workers) == "process" ? Launcher.LocalProcess : Launcher.InProcess,
        },
        result.GetValue(Compare));

    private static PictureSize ParseSize(ArgumentResult result)
    {
        var (size, problem) = PictureSize.Parse(result.Tokens[0].Value);
        if (problem is not null)
        {
            result.AddError($"--size: {problem}");
        }

        return size;
    }

    private static int ParseLimit(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, out var limit) && limit is >= 1 and <= MostWorkers)
        {
            return limit;
        }

        result.AddError($"--limit: expected a whole number from 1 to {MostWorkers}, found '{text}'");
        return 0;
    }

    private static string ParseScene(ArgumentResult result)
    {
        var path = result.Tokens[0].Value;
        if (path.Length == 0)
        {
            result.AddError("--scene: expected the name of a file, found ''");
        }

        return path;
    }

    /// <summary>Refuses early what would fail only after the whole picture is rendered.</summary>
    private static string ParseOutput(ArgumentResult result)
    {
        var path = result.Tokens[0].Value;
        if (path.Length == 0 || Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            result.AddError($"--out: expected the name of a file in a directory that exists, found '{path}'");
        }

        return path;
    }

    private static string ParseLauncher(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        if (name is not ("process" or "inprocess"))
        {
            result.AddError($"--launcher: expected process or inprocess, found '{name}'");
        }

        return name;
    }
}
