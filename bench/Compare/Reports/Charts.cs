using OxyPlot;
using OxyPlot.Legends;

namespace Compare.Reports;

/// <summary>What all charts have in common.</summary>
internal static class Charts
{
    private const int Width = 900;

    public static PlotModel CreateModel(string title)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 14, DefaultFont = "Arial, Helvetica, sans-serif", Background = OxyColors.White, PlotAreaBorderColor = OxyColors.Gray };
        model.DefaultColors = [OxyColors.SteelBlue, OxyColors.DarkOrange, OxyColors.SeaGreen, OxyColors.MediumPurple, OxyColors.DarkTurquoise, OxyColors.Olive, OxyColors.HotPink, OxyColors.SaddleBrown];
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.RightTop, LegendPlacement = LegendPlacement.Outside });
        return model;
    }

    public static string Export(PlotModel model, int height) =>
        new SvgExporter { Width = Width, Height = height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
}
