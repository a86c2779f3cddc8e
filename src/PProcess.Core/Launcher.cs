using PProcess.Launching;

namespace PProcess;

/// <summary>What makes workers: the only place that knows where a worker runs.</summary>
/// <remarks>
/// A launcher of your own starts the program anew in some other way, such as <c>ssh host program</c>, with the ticket's
/// variables in its environment and its standard input and output connected.
/// </remarks>
public abstract class Launcher
{
    /// <summary>Starts this program anew as a child process: the default.</summary>
    public static Launcher LocalProcess { get; } = new LocalLauncher();

    /// <summary>
    /// Runs workers as threads of this process, for debugging and fast tests: same semantics, arguments and results still
    /// travel by value, but no isolation, and nothing can be killed.
    /// </summary>
    public static Launcher InProcess { get; } = new InProcessLauncher();

    /// <summary>Starts a process that will become a worker.</summary>
    /// <param name="ticket">What makes it one.</param>
    /// <returns>The process, which the caller disposes.</returns>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public abstract LaunchedProcess Launch(LaunchTicket ticket);
}
