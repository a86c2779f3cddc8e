namespace PProcess.FaultHost;

/// <summary>What the operating system says of this process and its children.</summary>
internal static class OwnProcess
{
    /// <summary>
    /// The open descriptors, without those that the runtime keeps from when they are first needed: assemblies, their symbols,
    /// and copies of the standard streams.
    /// </summary>
    public static List<string> Descriptors
    {
        get
        {
            var standard = Enumerable.Range(0, 3).Select(number => Target($"/proc/self/fd/{number}")).ToHashSet();
            return [.. Directory.GetFiles("/proc/self/fd").Select(Target).Where(target => target.Length > 0 && !standard.Contains(target) && Path.GetExtension(target) is not (".dll" or ".pdb"))];
        }
    }

    /// <summary>The children, ended but not collected ones included.</summary>
    public static List<ChildProcess> Children
    {
        get
        {
            List<ChildProcess> children = [];
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), out var id) && ChildProcess.TryRead(id) is { } child)
                {
                    children.Add(child);
                }
            }

            return children;
        }
    }

    /// <summary>The most memory that a worker has had at a time, in KiB; 0 where it is gone, or shares this process's until it has become a program.</summary>
    public static long PeakMemory(ChildProcess child) => IsProgram(child.Id) ? PeakMemory($"{child.Id}") : 0;

    /// <summary>The most memory that a process has had at a time, in KiB; 0 where it is gone.</summary>
    public static long PeakMemory(string process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], Report.Culture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>How many bytes this process has read, from whatever it was.</summary>
    public static long BytesRead => long.Parse(File.ReadLines("/proc/self/io").First().Split(' ')[1], Report.Culture);

    // What is new in a child's environment is there once the program has been loaded.
    private static bool IsProgram(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ") != File.ReadAllText("/proc/self/environ");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // It is gone, or has only just been made.
        }
    }

    private static string Target(string path) => new FileInfo(path).LinkTarget ?? "";
}
