using OxyPlot;
using OxyPlot.Legends;

namespace Compare.Reports;

/// <summary>What all charts have in common.</summary>
internal static class Charts
{
    private const int Width = 860;

    public static PlotModel CreateModel(string title)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 14, DefaultFont = "sans-serif", Background = OxyColors.White, PlotAreaBorderColor = OxyColors.Gray };
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.BottomCenter, LegendPlacement = LegendPlacement.Outside, LegendOrientation = LegendOrientation.Horizontal });
        return model;
    }

    public static string Export(PlotModel model, int height) =>
        new SvgExporter { Width = Width, Height = height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
}
