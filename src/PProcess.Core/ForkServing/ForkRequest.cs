using System.Runtime.InteropServices;

namespace PProcess.ForkServing;

/// <summary>What the host asks of a fork server, as it goes through the pipe: short enough to be written and read whole.</summary>
/// <remarks>The descriptors are the host's: the server opens them by way of the host's process.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct ForkRequest
{
    /// <summary>Zero to make a process; otherwise the one whose exit status the host has, so that its number may be used again.</summary>
    public int CollectedProcess;

    /// <summary>The ticket of the launch.</summary>
    public Guid Ticket;

    /// <summary>Where the process reads.</summary>
    public int Input;

    /// <summary>Where it writes.</summary>
    public int Output;

    /// <summary>Where its standard error goes.</summary>
    public int StandardError;

    /// <summary>Where the server writes the exit code of the process, as an <see cref="int"/>.</summary>
    public int Exit;
}
