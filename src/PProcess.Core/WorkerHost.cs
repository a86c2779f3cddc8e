using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PProcess.Background;
using PProcess.ForkServing;
using PProcess.Framing;
using PProcess.Launching;
using PProcess.Sharing;
using PProcess.Workers;

namespace PProcess;

/// <summary>Makes this process a worker where it was started to be one.</summary>
/// <remarks>
/// Programs need not call it: a .NET startup hook does so before <c>Main</c>. Programs in which hooks cannot run
/// (trimmed, or with <c>StartupHookSupport</c> off) call <see cref="RunIfWorkerAsync"/> or <see cref="RunIfWorker"/> first thing in <c>Main</c>.
/// So may all others whose workers are to be there sooner: the hook is left out then, which takes the runtime a fifth of a cold worker's start.
/// The soonest are those of a <c>Main</c> that is not async and leaves its work to another method, as each worker compiles it.
/// </remarks>
public static class WorkerHost
{
    private const int TerminatedBySignal = 143;

    /// <summary>Whether the program has taken the hand-over into its own hands.</summary>
    internal static bool IsAnnounced { get; private set; }

    /// <summary>Whether workers come by the program's own call, and need no hook.</summary>
    internal static bool IsCalledByProgram { get; private set; }

    /// <summary>Runs the worker and ends the process where it was started to be a worker; returns at once otherwise.</summary>
    /// <inheritdoc cref="RunIfWorker" path="/remarks"/>
    /// <returns>Ends at once, or never.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // Its caller is looked at.
    public static Task RunIfWorkerAsync()
    {
        TakeOverInMain();
        IsCalledByProgram |= Assembly.GetCallingAssembly() == Assembly.GetEntryAssembly();
        return Task.CompletedTask;
    }

    /// <summary>Runs the worker and ends the process where it was started to be a worker; returns at once otherwise.</summary>
    /// <remarks>
    /// <para>Workers are started without the program's arguments: the call must not depend on any. What <c>Main</c> does before it, and the program's
    /// module initializers, run in each worker, and must not print. A call from any other assembly than the program's own, such as a test's of the program it tests, leaves the hook as it is.</para>
    /// <para>Not for module initializers and static constructors: the worker would run inside of them, and whoever needs the module or the type waits until they are done.</para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)] // Its caller is looked at.
    public static void RunIfWorker()
    {
        TakeOverInMain();
        IsCalledByProgram |= Assembly.GetCallingAssembly() == Assembly.GetEntryAssembly();
    }

    /// <summary>The same before <c>Main</c>.</summary>
    internal static void TakeOver()
    {
        if (WorkerEnvironment.TryTakeTicket(out var ticket, out var isForkServer))
        {
            TakeOver(ticket, isForkServer);
        }
    }

    /// <summary>Makes this process what a ticket says, and never returns.</summary>
    internal static void TakeOver(Guid ticket, bool isForkServer)
    {
        try
        {
            if (isForkServer)
            {
                ForkServerLoop.Run(ticket);
            }
            else
            {
                Run(ticket);
            }
        }
        catch (Exception error)
        {
            Environment.FailFast("A worker cannot go on.", error); // Nor may the program, which could take the exception for its own.
        }
    }

    private static void TakeOverInMain()
    {
        IsAnnounced = true;
        IsCalledByProgram |= WorkerEnvironment.HasTicket; // Which the hook would have taken.
        TakeOver();
    }

    private static void Run(Guid ticket)
    {
        var (input, output) = Platform.Current.TakeStandardStreams();
        using var sent = new FileStream(output, FileAccess.Write, bufferSize: 0);
        using var received = new FileStream(input, FileAccess.Read, bufferSize: 0);
        var frames = new FrameWriter(bytes =>
        {
            sent.Write(bytes.Span);
            return ValueTask.CompletedTask;
        })
        { Lane = new LaneSender() };

        // A host that is gone needs no handlers to run and no one to be waited for.
        var loop = new WorkerLoop(received, frames, exit: () => Environment.Exit(0), abandon: () => Platform.Current.ExitNow(0))
        {
            WaitAwake = AwakeWait.On(input),
            RunInBackground = request => BackgroundHost.Run(request, frames, [input, output]),
        };

        // Ctrl+C reaches the whole group; what becomes of the workers is the host's decision.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        Platform.Current.TakeInterrupts();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(TerminatedBySignal));
        loop.Run(ticket);

        // The other thread has read the host's end, and ends the process; the program must not go on meanwhile.
        Thread.CurrentThread.Join();
    }
}
