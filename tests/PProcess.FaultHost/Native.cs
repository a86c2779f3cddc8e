using System.Runtime.InteropServices;

namespace PProcess.FaultHost;

/// <summary>What .NET has no word for.</summary>
internal static partial class Native
{
    public const int OpenFiles = 7;
    public const int Processes = 6;
    public const int DataSize = 2;

    private const int SigKill = 9;

    public static void Kill(int processId) => _ = Signal(processId, SigKill);

    /// <summary>Sets the soft limit, and gives the one before.</summary>
    public static ulong SetLimit(int resource, ulong value)
    {
        Check(GetLimit(resource, out var limit));
        var before = limit.Soft;
        Check(SetLimit(resource, new Limit { Soft = Math.Min(value, limit.Hard), Hard = limit.Hard }));
        return before;
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"A limit cannot be read or set: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
