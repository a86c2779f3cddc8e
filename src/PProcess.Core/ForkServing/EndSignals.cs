using PProcess.Launching;

namespace PProcess.ForkServing;

/// <summary>Signals that end a process. A fork server ends with its host alone; in its copies the system does what they say.</summary>
/// <remarks>
/// Not the runtime, which would send them on to the process by whose number it knows itself: in copies, the server's. They are held back from the thread that makes the copies, so that
/// one that comes to a copy before it heeds them is not lost.
/// </remarks>
internal sealed class EndSignals
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Termination = 15;

    private static readonly int[] All = [Hangup, Interrupt, Quit, Termination];

    // Without interrupts, which a worker lets through once it can disregard them.
    private static readonly int[] Held = [Hangup, Quit, Termination];

    private readonly int[] _heeded = [.. All.Where(static signal => SystemCalls.SetSignal(signal, SystemCalls.Ignored) != SystemCalls.Ignored)]; // Others whoever started the program wants ignored.

    /// <summary>Holds them back from the calling thread.</summary>
    public static void HoldBack() => SystemCalls.ChangeMask(SystemCalls.Block, SignalSet.Of(Held));

    /// <summary>Lets them through in a copy.</summary>
    public void Heed()
    {
        foreach (var signal in _heeded)
        {
            SystemCalls.SetSignal(signal, SystemCalls.ByDefault);
        }

        SystemCalls.ChangeMask(SystemCalls.Unblock, SignalSet.Of(Held));
    }
}
