using System.Diagnostics;
using Compare.Measuring;
using Compare.Reports;

namespace Compare;

/// <summary>All measures one after another, and what is told of them.</summary>
internal static class Comparison
{
    /// <returns>The exit code: 1 where results differ, and in the short form also where a goal is missed by more than half.</returns>
    public static async Task<int> RunAsync(Settings settings)
    {
        var measures = Catalogue.Create(settings.IsShort).Where(measure => settings.Only.Count == 0 || settings.Only.Contains(measure.Name));
        List<Findings> all = [];
        foreach (var measure in measures)
        {
            var start = Stopwatch.GetTimestamp();
            all.Add(await new Alternation(measure, Contestants(measure, settings.IsShort), settings.Rounds, Console.Error.WriteLine).RunAsync());
            Console.Error.WriteLine($"{measure.Name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        }

        await TellAsync(settings, all);
        return Judge(all, settings.IsShort) ? 0 : 1;
    }

    /// <summary>All of them; in the short form without the peers that no goal names.</summary>
    private static IEnumerable<Contestant> Contestants(Measure measure, bool isShort) =>
        measure.Contestants().Where(contestant => !isShort || contestant.Side != Side.Peer || measure.Goals.Any(goal => goal.Concerns(contestant)));

    private static async Task TellAsync(Settings settings, List<Findings> all)
    {
        var (goals, contestants) = (MeasuresReport.Goals(all), MeasuresReport.Contestants(all));
        var machine = Machine.Describe(settings.Rounds);
        var text = $"{machine}\n\n{goals.ToText()}\n{contestants.ToText()}";
        Console.WriteLine(text);
        var title = "How often as good this library is";
        await new Output("compare", settings).WriteAsync(
            text,
            $"{machine}\n\n{goals.ToMarkdown()}\n{contestants.ToMarkdown()}",
            new Chart("compare", title, AdvantageChart.Draw(all)));
    }

    private static bool Judge(List<Findings> all, bool isShort)
    {
        var isWell = true;
        foreach (var findings in all)
        {
            foreach (var standing in findings.Wrong)
            {
                Console.Error.WriteLine($"{findings.Measure.Name}: {standing.Contestant.Name} computes {standing.Wrong}, not {standing.Contestant.Expected}.");
                isWell = false;
            }

            foreach (var missed in findings.Attainments.Where(attainment => attainment.IsBelowHalf && (attainment.Goal.IsBinding || !isShort)))
            {
                Console.Error.WriteLine($"{findings.Measure.Name}: {missed.Goal.Who} is below half its goal against {missed.Goal.Against ?? "a number"}.");
                isWell &= !isShort;
            }
        }

        return isWell;
    }
}
