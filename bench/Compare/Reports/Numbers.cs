using System.Globalization;

namespace Compare.Reports;

/// <summary>Numbers with as many digits as say something.</summary>
internal static class Numbers
{
    public static string Text(double value) => value.ToString(
        Math.Abs(value) switch
        {
            >= 10_000 => "N0",
            >= 100 => "F0",
            >= 10 => "F1",
            _ => "F2",
        },
        CultureInfo.InvariantCulture);
}
