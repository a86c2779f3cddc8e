namespace PProcess.Core.Tests.Sharing;

/// <summary>What this process has of shared buffers and lanes.</summary>
internal static class SharedMappings
{
    private const string Name = "/memfd:pprocess-";

    public static int CountMapped() => File.ReadLines("/proc/self/maps").Count(line => line.Contains(Name, StringComparison.Ordinal));

    public static int CountDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Count(path => TargetOf(path).StartsWith(Name, StringComparison.Ordinal));

    // One may be closed meanwhile.
    private static string TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
