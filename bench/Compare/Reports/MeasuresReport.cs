using Compare.Measuring;

namespace Compare.Reports;

/// <summary>The findings as tables: how far the goals were reached, and what every contestant needed.</summary>
internal static class MeasuresReport
{
    public static Table Goals(IEnumerable<Findings> all)
    {
        var table = new Table("measure", "who", "goal", "measured", "");
        foreach (var findings in all)
        {
            foreach (var attainment in findings.Attainments)
            {
                var unit = Unit(attainment);
                var bound = attainment.Figure.MoreIsBetter ? "at least" : "at most";
                table.Add(
                    $"{findings.Measure.Title}: {attainment.Figure.Title}",
                    attainment.Goal.Who,
                    $"{bound} {Numbers.Text(attainment.Goal.Target)} {unit}",
                    attainment.Value is { } value ? $"{Numbers.Text(value)} {unit}" : "",
                    attainment.Verdict);
            }
        }

        return table;
    }

    /// <summary>Every contestant: its median, the values between which four of five rounds lie, and how often as good ours is.</summary>
    public static Table Contestants(IEnumerable<Findings> all)
    {
        var table = new Table("measure", "who", "median", "10 % to 90 %", "ours against it");
        foreach (var findings in all)
        {
            for (var figure = 0; figure < findings.Measure.Figures.Count; figure++)
            {
                var measure = $"{findings.Measure.Title}: {findings.Measure.Figures[figure].Title}";
                foreach (var standing in findings.Standings)
                {
                    table.Add([measure, .. Row(findings, figure, standing)]);
                    measure = ""; // said once
                }
            }
        }

        return table;
    }

    /// <summary>How often as good the first of ours is: above one it is ahead.</summary>
    public static double? Advantage(Findings findings, int figure, Standing standing)
    {
        if (findings.Ours is not { } ours || ours == standing || !standing.IsThere)
        {
            return null;
        }

        var multiple = Findings.Multiple(ours, standing, figure);
        return findings.Measure.Figures[figure].MoreIsBetter ? 1 / multiple : multiple;
    }

    private static string[] Row(Findings findings, int figure, Standing standing)
    {
        var contestant = standing.Contestant;
        var who = contestant.Side switch
        {
            Side.Ours => $"{contestant.Name} (this library)",
            Side.Floor => $"{contestant.Name} (floor)",
            _ => contestant.Name,
        };
        if (!standing.IsThere)
        {
            return [who, $"missing: {standing.Missing}", "", ""];
        }

        var values = standing.Values(figure);
        return
        [
            who,
            $"{Numbers.Text(Statistics.Median(values))} {findings.Measure.Figures[figure].Unit}",
            $"{Numbers.Text(Statistics.Quantile(values, 0.1))} to {Numbers.Text(Statistics.Quantile(values, 0.9))}",
            Advantage(findings, figure, standing) is { } advantage ? $"{Numbers.Text(advantage)} ×" : "",
        ];
    }

    private static string Unit(Attainment attainment) => attainment.Goal.Against is { } against ? $"× {against}" : attainment.Figure.Unit;
}
