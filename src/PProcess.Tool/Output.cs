using System.Text.Json;

namespace PProcess.Tool;

/// <summary>What the commands print.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void WriteJson<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, Options));

    /// <summary>Prints what was done to each address.</summary>
    public static void WriteAddresses(string done, IReadOnlyList<string> addresses, bool json)
    {
        if (json)
        {
            WriteJson(addresses);
            return;
        }

        foreach (var address in addresses)
        {
            Console.WriteLine($"{done} {address}");
        }
    }

    /// <summary>Prints rows in columns as wide as their widest cell.</summary>
    public static void WriteTable(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
