using System.Globalization;
using System.Runtime.InteropServices;

namespace PProcess.Background;

/// <summary>Lets go of whoever started this process: its session, its standard streams, what was inherited from it.</summary>
internal static partial class Detachment
{
    private const int ReadWrite = 2;
    private const int StandardError = 2;
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Does it, once and for all.</summary>
    /// <exception cref="LaunchException">The system does not allow it.</exception>
    public static void Run()
    {
        if (NewSession() < 0)
        {
            throw Failed("have a session of its own");
        }

        var nothing = Open("/dev/null", ReadWrite);
        if (nothing < 0)
        {
            throw Failed("open the null device");
        }

        for (var stream = 0; stream <= StandardError; stream++)
        {
            _ = DuplicateTo(nothing, stream);
        }

        CloseInherited();
    }

    // What the runtime and this library have opened is closed on exec; what came through the exec that made this process is not.
    private static void CloseInherited()
    {
        const string descriptors = "/proc/self/fd";
        if (!Directory.Exists(descriptors))
        {
            return;
        }

        foreach (var entry in Directory.GetFileSystemEntries(descriptors))
        {
            var descriptor = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
            if (descriptor > StandardError && Control(descriptor, GetDescriptorFlags, 0) is >= 0 and var flags && (flags & CloseOnExec) == 0)
            {
                _ = Close(descriptor);
            }
        }
    }

    private static LaunchException Failed(string what) =>
        new($"The background process cannot {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
