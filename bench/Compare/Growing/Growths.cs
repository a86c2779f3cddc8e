using Compare.Measures;
using Compare.Outside;
using Compare.Reports;

namespace Compare.Growing;

/// <summary>How cost grows with what users have more and more of.</summary>
internal static class Growths
{
    private const int TasksForWorkers = 200_000;
    private const int Rounds = 3;

    // A map keeps its results, and Python's three ways to start processes differ only at the start.
    private static readonly string[] Without = [OwnTasks.Map, OwnTasks.Queue, $"{Pools.Executor}, spawn", $"{Pools.Executor}, forkserver"];

    public static IReadOnlyList<Growth> All { get; } =
    [
        new(
            "tasks",
            "x => x * x, 2 workers: more and more tasks",
            [1_000, 10_000, 100_000, 1_000_000, 10_000_000],
            "tasks",
            "µs per task",
            count => new SmallTasks(count, workers: 2),
            (rate, _) => 1e6 / rate),
        new(
            "workers",
            $"x => x * x, {TasksForWorkers:N0} inputs: more and more workers",
            [1, 2, 4, 8, 16, 32, 64],
            "workers",
            "µs per task",
            workers => new SmallTasks(TasksForWorkers, workers),
            (rate, _) => 1e6 / rate),
        new(
            "values",
            "x => x, byte[]: larger and larger values",
            [8, 64, 512, 4 << 10, 32 << 10, 256 << 10, 2 << 20, 16 << 20, 64 << 20, 256 << 20],
            "bytes",
            "ms there and back",
            size => new LargeValue<byte>("octets", "byte", size, i => (byte)(i * 7)),
            (rate, size) => size / rate / (1 << 20) * 1000),
    ];

    /// <returns>The exit code: 1 where results differ.</returns>
    public static async Task<int> RunAsync(Settings settings)
    {
        var rounds = Math.Min(settings.Rounds, Rounds);
        var machine = Machine.Describe(rounds);
        List<string> text = [machine];
        List<string> markdown = [machine];
        List<Chart> charts = [];
        var isWell = true;
        foreach (var growth in All.Where(growth => settings.Only.Count == 0 || settings.Only.Contains(growth.Name)))
        {
            var curves = await growth.MeasureAsync(rounds, contestant => !Without.Contains(contestant.Name), Console.Error.WriteLine);
            foreach (var wrong in curves.Where(curve => curve.Wrong))
            {
                Console.Error.WriteLine($"{growth.Name}: {wrong.Name} computes something else.");
                isWell = false;
            }

            var table = GrowthReport.Table(growth, curves);
            var title = $"{growth.Title} ({growth.CostTitle})";
            text.AddRange(title, table.ToText());
            markdown.AddRange(title, table.ToMarkdown());
            charts.Add(new Chart($"scale-{growth.Name}", growth.Title, GrowthReport.Draw(growth, curves)));
        }

        Console.WriteLine(string.Join("\n\n", text));
        await new Output("scale", settings).WriteAsync(string.Join("\n\n", text), string.Join("\n\n", markdown), charts);
        return isWell ? 0 : 1;
    }
}
