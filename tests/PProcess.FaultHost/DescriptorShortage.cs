namespace PProcess.FaultHost;

/// <summary>Descriptors for one more worker at most.</summary>
internal sealed class DescriptorShortage : IShortage
{
    // A worker takes three; those that are free below the highest in use count as well.
    private const int Left = 4;

    public static DescriptorShortage Instance { get; } = new();

    public IDisposable Begin()
    {
        var highest = Directory.GetFileSystemEntries("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path), Report.Culture)).Max();
        return new Limited(Native.OpenFiles, (ulong)(Math.Min(highest, OwnProcess.DescriptorCount) + Left));
    }
}
