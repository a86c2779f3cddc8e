using System.Globalization;

namespace PProcess.FaultHost;

/// <summary>What the program tells the test: one line for each fact, in a file, for its standard streams may be closed or full.</summary>
internal static class Report
{
    private const string PathVariable = "PPROCESS_FAULT_REPORT";

    private static StreamWriter _lines = StreamWriter.Null;

    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    // Opened before anything can be short of descriptors.
    public static void Open()
    {
        var path = Environment.GetEnvironmentVariable(PathVariable) ?? throw new InvalidOperationException($"{PathVariable} does not name a file.");
        _lines = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public static void Say(string fact, object? value = null)
    {
        lock (_lines)
        {
            _lines.WriteLine(string.Create(Culture, $"{fact} {value}"));
        }
    }
}
