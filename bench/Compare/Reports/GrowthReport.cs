using Compare.Growing;
using Compare.Measuring;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Compare.Reports;

/// <summary>How cost grows, as a table with a column for each contestant and as a chart with a line for each.</summary>
internal static class GrowthReport
{
    private const int Height = 480;
    private const int MarkerSize = 3;
    private const int LegendWidth = 230;

    public static Table Table(Growth growth, IReadOnlyList<Curve> curves)
    {
        List<Curve> drawn = [.. curves.Where(curve => curve.Costs.Count > 0)];
        var table = new Table([growth.SizeTitle, .. drawn.Select(curve => curve.Name)]);
        foreach (var size in growth.Sizes)
        {
            table.Add([$"{size:N0}", .. drawn.Select(curve => curve.Costs.TryGetValue(size, out var cost) ? Numbers.Text(cost) : "")]);
        }

        return table;
    }

    public static string Draw(Growth growth, IReadOnlyList<Curve> curves)
    {
        var model = Charts.CreateModel(growth.Title);
        model.PlotMargins = new OxyThickness(double.NaN, double.NaN, LegendWidth, double.NaN);
        model.Axes.Add(Axis(AxisPosition.Bottom, growth.SizeTitle));
        model.Axes.Add(Axis(AxisPosition.Left, growth.CostTitle));
        foreach (var curve in curves.Where(curve => curve.Costs.Count > 0))
        {
            var line = new LineSeries { Title = curve.Name, MarkerType = MarkerType.Circle, MarkerSize = MarkerSize };
            if (curve.Side == Side.Ours)
            {
                (line.Color, line.StrokeThickness) = (OxyColors.Firebrick, 3);
            }
            else if (curve.Side == Side.Floor)
            {
                (line.Color, line.LineStyle) = (OxyColors.Gray, LineStyle.Dash);
            }

            line.Points.AddRange(curve.Costs.Select(cost => new DataPoint(cost.Key, cost.Value)));
            model.Series.Add(line);
        }

        return Charts.Export(model, Height);
    }

    private static LogarithmicAxis Axis(AxisPosition position, string title) => new()
    {
        Position = position,
        Title = title,
        LabelFormatter = Numbers.Short,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.LightGray,
    };
}
