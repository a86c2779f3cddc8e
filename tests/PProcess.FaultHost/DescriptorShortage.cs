namespace PProcess.FaultHost;

/// <summary>Too few descriptors: a worker takes three, and six while it is started.</summary>
internal sealed class DescriptorShortage : IShortage
{
    private const string Folder = "/proc/self/fd";

    public static DescriptorShortage Instance { get; } = new();

    public int Nothing => 3;

    public int Little => 10;

    // The limit is one of numbers, the lowest free one of which is taken.
    public IDisposable Begin(int left)
    {
        var used = Directory.GetFileSystemEntries(Folder).Select(path => int.Parse(Path.GetFileName(path), Report.Culture)).ToHashSet();
        var free = Enumerable.Range(0, int.MaxValue).Where(number => !used.Contains(number)).ElementAt(left);
        return new Limited(Native.OpenFiles, (ulong)free);
    }
}
