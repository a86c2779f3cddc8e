namespace PProcess.FaultHost;

/// <summary>Too few processes and threads, which count alike: a worker takes about ten.</summary>
internal sealed class ProcessShortage : IShortage
{
    public static ProcessShortage Instance { get; } = new();

    public int Nothing => 0;

    public int Little => 6;

    public IDisposable Begin(int left) => new Limited(Native.Processes, (ulong)(CountOwn() + left));

    // The kernel counts the threads of the real user, all programs together.
    private static int CountOwn()
    {
        var user = UserOf("self");
        return Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _) && UserOf(name!) == user).Sum(name => ThreadsOf(name!));
    }

    private static string UserOf(string process) => Read(process, "Uid:").Split('\t', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");

    private static int ThreadsOf(string process) => int.TryParse(Read(process, "Threads:"), out var threads) ? threads : 0;

    private static string Read(string process, string field)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal), field)[field.Length..].Trim();
        }
        catch (IOException)
        {
            return ""; // It has ended meanwhile.
        }
    }
}
