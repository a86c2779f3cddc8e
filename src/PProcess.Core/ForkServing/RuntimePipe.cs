using System.Globalization;

namespace PProcess.ForkServing;

/// <summary>The pipe by which the runtime tells a thread of its own that the process ends, and waits two seconds for the answer.</summary>
/// <remarks>
/// A copy has the pipe but not the thread: it would tell the server's, and wait in vain. Once that thread has been told, it closes the pipe, and the
/// runtime waits for nobody. It is the first pipe of which the process itself has made both ends; the byte is the runtime's own word for the end.
/// </remarks>
internal static class RuntimePipe
{
    private const byte Shutdown = 1;
    private const int MostLooks = 1000; // About a second.

    /// <summary>Closes it.</summary>
    /// <returns>False where it is not as this runtime should have it.</returns>
    public static bool TryClose()
    {
        if (Find() is not { } pipe)
        {
            return false;
        }

        _ = SystemCalls.Duplicate(pipe); // Were nobody left who could write, the thread would ask without end why that is so.
        SystemCalls.WriteWhole<byte>(pipe, [Shutdown]);
        for (var look = 0; look < MostLooks && SystemCalls.IsOpen(pipe); look++)
        {
            SystemCalls.WaitMillisecond();
        }

        return !SystemCalls.IsOpen(pipe);
    }

    // The end that is written to.
    private static int? Find() => Directory.GetFileSystemEntries("/proc/self/fd")
        .Select(entry => (Descriptor: int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture), Target: new FileInfo(entry).LinkTarget ?? ""))
        .Where(file => file.Target.StartsWith("pipe:", StringComparison.Ordinal) && SystemCalls.IsClosedOnExec(file.Descriptor)) // Others may be inherited.
        .GroupBy(file => file.Target, file => file.Descriptor)
        .Where(pipe => pipe.Any(IsForReading) && pipe.Any(IsForWriting))
        .MinBy(pipe => pipe.Min())?
        .First(IsForWriting);

    private static bool IsForReading(int descriptor) => SystemCalls.ModeOf(descriptor) == SystemCalls.ReadOnly;

    private static bool IsForWriting(int descriptor) => SystemCalls.ModeOf(descriptor) == SystemCalls.WriteOnly;
}
