using System.Globalization;

namespace PProcess.Tool;

/// <summary>Numbers as people read them.</summary>
internal static class Text
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Bytes(long count)
    {
        double shown = count;
        var unit = 0;
        while (shown >= 1024 && unit < Units.Length - 1)
        {
            shown /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{shown:0.#} {Units[unit]}");
    }

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{(int)time.TotalDays}d{time.Hours}h",
        { TotalHours: >= 1 } => $"{time.Hours}h{time.Minutes}m",
        { TotalMinutes: >= 1 } => $"{time.Minutes}m{time.Seconds}s",
        _ => $"{(int)time.TotalSeconds}s",
    };
}
