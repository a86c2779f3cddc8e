using System.Runtime.InteropServices;

namespace PProcess.ForkServing;

/// <summary>What a fork server answers where it was asked for a process.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ForkReply
{
    /// <summary>The process; 0 where none could be made.</summary>
    public int ProcessId;

    /// <summary>Why not: an error number of the system, or <see cref="HasThreads"/>.</summary>
    public int Error;

    /// <summary>There are threads in the server that no copy of it would have.</summary>
    public const int HasThreads = -1;
}
