using System.Globalization;

namespace PProcess.Launching;

/// <summary>What the runtime keeps in the temporary folder for debuggers and tools to find a process by.</summary>
/// <remarks>The runtime removes it where the process ends in good order; behind one that was killed, somebody else must.</remarks>
internal sealed class DiagnosticFiles
{
    private const int StartTimeField = 19; // Of the fields behind the name.

    private static readonly string[] Patterns = ["dotnet-diagnostic-{0}-socket", "clr-debug-pipe-{0}-in", "clr-debug-pipe-{0}-out"];

    private readonly int _processId;
    private readonly string? _startTime;

    private DiagnosticFiles(int processId, string? startTime)
    {
        _processId = processId;
        _startTime = startTime;
    }

    /// <summary>Those of a process that has not been collected; afterwards its number may be another's.</summary>
    public static DiagnosticFiles Of(int processId)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{processId}/stat");
            return new DiagnosticFiles(processId, line[(line.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DiagnosticFiles(processId, null); // Gone already, or this process is short of descriptors.
        }
    }

    /// <summary>Deletes them, as soon as the process has ended.</summary>
    public void Delete()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            foreach (var path in Patterns.SelectMany(Find))
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder is not there, or not ours.
        }
    }

    // The folder may be large: it is searched only where the whole name is not known.
    private IEnumerable<string> Find(string pattern)
    {
        var folder = Path.GetTempPath();
        return _startTime is null
            ? Directory.GetFiles(folder, string.Format(CultureInfo.InvariantCulture, pattern, $"{_processId}-*"))
            : [Path.Combine(folder, string.Format(CultureInfo.InvariantCulture, pattern, $"{_processId}-{_startTime}"))];
    }
}
