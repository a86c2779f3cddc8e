namespace PProcess.Launching;

/// <summary>What the runtime keeps in the temporary folder for debuggers and tools to find a process by.</summary>
/// <remarks>The runtime removes it where the process ends in good order; behind one that was killed, somebody else must.</remarks>
internal sealed class DiagnosticFiles
{
    private const int StartTimeField = 19; // Of the fields behind the name.

    private readonly IReadOnlyList<string> _paths;

    private DiagnosticFiles(IReadOnlyList<string> paths) => _paths = paths;

    /// <summary>Those of a process that has not been collected; afterwards its number may be another's.</summary>
    public static DiagnosticFiles Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new DiagnosticFiles([]);
        }

        try
        {
            var line = File.ReadAllText($"/proc/{processId}/stat");
            var startTime = line[(line.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField];
            var name = $"{processId}-{startTime}";
            return new DiagnosticFiles([InFolder($"dotnet-diagnostic-{name}-socket"), InFolder($"clr-debug-pipe-{name}-in"), InFolder($"clr-debug-pipe-{name}-out")]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DiagnosticFiles([]); // Short of descriptors, or gone already: a file that stays harms nobody.
        }
    }

    public void Delete()
    {
        foreach (var path in _paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The folder is not there, or not ours.
            }
        }
    }

    private static string InFolder(string name) => Path.Combine(Path.GetTempPath(), name);
}
