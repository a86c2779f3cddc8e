using System.Globalization;

namespace Compare.Reports;

/// <summary>Numbers with as many digits as say something.</summary>
internal static class Numbers
{
    /// <summary>For an axis.</summary>
    public static string Short(double value) => value.ToString(value >= 1 ? "N0" : "0.#####", CultureInfo.InvariantCulture);

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
