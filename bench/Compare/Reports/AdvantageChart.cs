using Compare.Measuring;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Compare.Reports;

/// <summary>A bar for each floor and peer: how often as good this library is, with equal at the middle line.</summary>
internal static class AdvantageChart
{
    private const int RowHeight = 16;
    private const int Margins = 90;
    private const int LabelWidth = 330;
    private const double Room = 0.8;

    public static string Draw(IReadOnlyList<Findings> all)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.25, IsTickCentered = true, FontSize = 10 };
        var bars = new BarSeries { BaseValue = 1 };
        foreach (var (label, side, advantage) in Bars(all))
        {
            bars.Items.Add(new BarItem(advantage) { Color = side == Side.Floor ? OxyColors.DarkGray : OxyColors.SteelBlue });
            axis.Labels.Add(label);
        }

        var model = Charts.CreateModel("How often as good this library is as floors (grey) and peers (blue)");
        model.PlotMargins = new OxyThickness(LabelWidth, double.NaN, double.NaN, double.NaN);
        model.Axes.Add(axis);
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Minimum = Room * Math.Min(1, bars.Items.Select(bar => bar.Value).DefaultIfEmpty(1).Min()), // bars to the left count as well
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray,
        });
        model.Series.Add(bars);
        return Charts.Export(model, Margins + (RowHeight * axis.Labels.Count));
    }

    private static IEnumerable<(string Label, Side Side, double Advantage)> Bars(IReadOnlyList<Findings> all) =>
        from findings in all
        from figure in Enumerable.Range(0, findings.Measure.Figures.Count)
        from standing in findings.Standings
        where standing.Contestant.Side != Side.Ours
        let advantage = MeasuresReport.Advantage(findings, figure, standing)
        where advantage is not null
        let title = findings.Measure.Figures.Count > 1 ? $"{findings.Measure.Name}, {findings.Measure.Figures[figure].Title}" : findings.Measure.Name
        select ($"{title}: {standing.Contestant.Name}", standing.Contestant.Side, advantage.Value);
}
