using System.Runtime.InteropServices;

namespace PProcess.Background;

/// <summary>How many more files this process may open.</summary>
internal static partial class DescriptorRoom
{
    // The runtime opens files as it goes, to load code or to look at its memory, and aborts the process where it cannot.
    private const int Reserve = 40;

    private static readonly int OpenFiles = OperatingSystem.IsMacOS() ? 8 : 7;

    /// <summary>How many connections there is room for, up to <paramref name="wanted"/>; at least two.</summary>
    public static int For(int wanted)
    {
        if (GetLimit(OpenFiles, out var limit) != 0)
        {
            return wanted;
        }

        var open = Directory.GetFileSystemEntries(OperatingSystem.IsMacOS() ? "/dev/fd" : "/proc/self/fd").Length;
        return Math.Clamp((int)Math.Min(limit.Current, int.MaxValue) - open - Reserve, 2, wanted);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    private readonly struct Limit
    {
        public readonly ulong Current;
        public readonly ulong Largest;
    }
}
