using System.Globalization;

namespace PProcess.Sharing;

/// <summary>How much memory this process could still have: the system itself would let it take more, and then kill something.</summary>
internal static class AvailableMemory
{
    private const string Groups = "/sys/fs/cgroup";

    /// <summary>In bytes; the largest number where the system does not say.</summary>
    public static long Read()
    {
        try
        {
            return Math.Min(OfMachine(), OfGroups());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return long.MaxValue;
        }
    }

    private static long OfMachine()
    {
        var lines = File.ReadLines("/proc/meminfo")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts[0] is "MemAvailable:" or "SwapFree:")
            .ToList();
        return lines.Count == 0 ? long.MaxValue : lines.Sum(parts => Number(parts[1])) * 1024;
    }

    // A group has at most what those around it have.
    private static long OfGroups()
    {
        var available = long.MaxValue;
        var own = File.Exists("/proc/self/cgroup") ? File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal)) : null;
        for (var path = own?[3..]; !string.IsNullOrEmpty(path); path = path == "/" ? null : Path.GetDirectoryName(path))
        {
            var (limit, used) = ($"{Groups}{path}/memory.max", $"{Groups}{path}/memory.current");
            if (File.Exists(limit) && File.Exists(used) && File.ReadAllText(limit).Trim() is var text && text != "max")
            {
                available = Math.Min(available, Math.Max(0, Number(text) - Number(File.ReadAllText(used).Trim())));
            }
        }

        return available;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
