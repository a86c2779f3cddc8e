using System.Diagnostics;
using Spectre.Console;

namespace Raytracer.Output;

/// <summary>Shows how far a rendering is: a live bar on a terminal, now and then a line elsewhere.</summary>
internal static class LineProgress
{
    /// <summary>Runs the rendering, which calls the action that it is given after each line.</summary>
    /// <returns>The rendering's picture and the time it took.</returns>
    public static Task<(Picture Picture, TimeSpan Time)> ShowAsync(
        string title, int lines, Func<Action, Task<Picture>> render) =>
        AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn { CompletedStyle = Color.Orange1, FinishedStyle = Color.Green },
                new PercentageColumn(),
                new ElapsedTimeColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title, maxValue: lines);
                var clock = Stopwatch.StartNew();
                var picture = await render(() => bar.Increment(1));
                return (picture, clock.Elapsed);
            });
}
