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

    public static string Draw(IReadOnlyList<Findings> all)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.25, IsTickCentered = true, FontSize = 10 };
        var floors = new BarSeries { Title = "floors", FillColor = OxyColors.DarkGray, BaseValue = 1 };
        var peers = new BarSeries { Title = "peers", FillColor = OxyColors.SteelBlue, BaseValue = 1 };
        floors.IsStacked = peers.IsStacked = true; // one bar a row, not room for two
        floors.OverlapsStack = peers.OverlapsStack = true;
        foreach (var (label, side, advantage) in Bars(all))
        {
            (side == Side.Floor ? floors : peers).Items.Add(new BarItem(advantage, axis.Labels.Count));
            axis.Labels.Add(label);
        }

        var model = Charts.CreateModel("How often as good this library is (right of 1: ahead)");
        model.Axes.Add(axis);
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.LightGray });
        model.Series.Add(floors);
        model.Series.Add(peers);
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
