using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Background;

/// <summary>Lets go of whoever started this process: its session, its standard streams, what was inherited from it.</summary>
internal static partial class Detachment
{
    private const int ReadWrite = 2;
    private const int StandardError = 2;
    private const int GetDescriptorFlags = 1;
    private const int SetDescriptorFlags = 2;
    private const int GetStatus = 3;
    private const int AccessMode = 3;
    private const int CloseOnExec = 1;

    /// <summary>Does it, once and for all.</summary>
    /// <param name="kept">What it is not yet to let go of.</param>
    /// <exception cref="LaunchException">The system does not allow it.</exception>
    public static void Run(SafeFileHandle[] kept)
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

        LetGo([.. kept.Select(handle => (int)handle.DangerousGetHandle())], nothing);
    }

    // What the runtime and this library have opened is closed on exec; what came through the exec that made this process is
    // not. The runtime has copies of the standard streams: a pipe of which one end only is here leads to another process.
    private static void LetGo(int[] kept, int nothing)
    {
        const string descriptors = "/proc/self/fd";
        if (!Directory.Exists(descriptors))
        {
            return;
        }

        var open = Directory.GetFileSystemEntries(descriptors)
            .Select(entry => (Descriptor: int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture), Target: new FileInfo(entry).LinkTarget ?? ""))
            .Where(file => file.Descriptor > StandardError && file.Descriptor != nothing && !kept.Contains(file.Descriptor))
            .ToList();
        foreach (var (descriptor, target) in open)
        {
            if ((Control(descriptor, GetDescriptorFlags, 0) & CloseOnExec) == 0)
            {
                _ = Close(descriptor);
            }
            else if (target.StartsWith("pipe:", StringComparison.Ordinal) && open.Where(other => other.Target == target).DistinctBy(other => Control(other.Descriptor, GetStatus, 0) & AccessMode).Count() == 1)
            {
                _ = DuplicateTo(nothing, descriptor);
                _ = Control(descriptor, SetDescriptorFlags, CloseOnExec);
            }
        }

        _ = Close(nothing);
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
