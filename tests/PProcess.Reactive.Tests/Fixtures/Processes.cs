using System.Diagnostics;
using System.Globalization;

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>What the system says about processes.</summary>
internal static class Processes
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>The children of this process, those included that have ended and have not been reaped.</summary>
    public static IEnumerable<int> Children =>
        from directory in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(directory)
        where int.TryParse(name, CultureInfo.InvariantCulture, out _)
        let processId = int.Parse(name, CultureInfo.InvariantCulture)
        where ParentOf(processId) == Environment.ProcessId
        select processId;

    public static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    /// <summary>Waits until the process is gone and reaped.</summary>
    public static async Task GoneAsync(int processId)
    {
        while (Directory.Exists($"/proc/{processId}"))
        {
            await Task.Delay(LookInterval, TestDeadline.Token); // The system announces this to nobody but the parent.
        }
    }

    private static int ParentOf(int processId)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It has ended between the listing and the look.
        }
    }
}
