namespace Compare.Measuring;

/// <summary>All that was measured of one measure.</summary>
internal sealed record Findings(Measure Measure, IReadOnlyList<Standing> Standings)
{
    public IEnumerable<Standing> Wrong => Standings.Where(standing => standing.Wrong is not null);

    public IEnumerable<Attainment> Attainments => Measure.Goals.Select(Attain);

    /// <summary>One contestant's value as a multiple of ours: the median over the rounds, as those of a round were measured side by side.</summary>
    public static double Multiple(Standing ours, Standing other, int figure) =>
        Statistics.Median(other.Values(figure).Zip(ours.Values(figure), (a, b) => a / b));

    public Standing? Ours => Standings.FirstOrDefault(standing => standing is { IsThere: true, Contestant.Side: Side.Ours });

    private Attainment Attain(Goal goal)
    {
        var figure = Measure.Figures[goal.Figure];
        var ours = Standings.Single(standing => standing.Contestant.Name == goal.Who);
        if (!ours.IsThere)
        {
            return new Attainment(goal, figure, null);
        }

        var values = ours.Values(goal.Figure);
        if (goal.Against is null)
        {
            return new Attainment(goal, figure, Statistics.Median(values));
        }

        List<IReadOnlyList<double>> others = [.. Standings.Where(standing => standing.IsThere && goal.Concerns(standing.Contestant)).Select(standing => standing.Values(goal.Figure))];
        if (others.Count == 0)
        {
            return new Attainment(goal, figure, null);
        }

        var multiples = values.Select((value, round) => value / Best(others.Select(other => other[round]), figure));
        return new Attainment(goal, figure, Statistics.Median(multiples));
    }

    private static double Best(IEnumerable<double> values, Figure figure) => figure.MoreIsBetter ? values.Max() : values.Min();
}
