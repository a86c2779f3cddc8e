using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>The processes whose environment carries the mark of a case, however they have been started and whoever their parent is now.</summary>
internal static class MarkedProcesses
{
    public static List<int> Find(string mark) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _) && IsMarked(name!, mark))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)),
    ];

    public static void Kill(string mark)
    {
        // Until there are none: what is killed last may have started another one first.
        while (Find(mark) is { Count: > 0 } found)
        {
            foreach (var id in found)
            {
                try
                {
                    using var process = Process.GetProcessById(id);
                    process.Kill();
                    process.WaitForExit(1000);
                }
                catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
                {
                    // It has ended meanwhile.
                }
            }
        }
    }

    public static string CommandOf(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ');

    // A zombie has no environment any more: it has ended, and is its parent's affair.
    private static bool IsMarked(string process, string mark) =>
        Read($"/proc/{process}/environ").Contains($"{HostProgram.MarkVariable}={mark}", StringComparison.Ordinal);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended meanwhile, or is another user's.
        }
    }
}
