using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using PProcess.Launching;

namespace PProcess.Workers;

/// <summary>Waits awake for what a quick host sends next: to be woken takes a process longer than to run a small task. Not thread-safe.</summary>
/// <param name="pipe">From the host.</param>
internal sealed class AwakeWait(SafeFileHandle pipe)
{
    private static readonly long Patience = Stopwatch.Frequency / 10_000; // 100 µs: longer than a quick host takes, shorter than a scheduler's slice.

    // Behind it, whoever else wants the processor has it first: the host may, and must where there is no other.
    private static readonly long Insistence = Environment.ProcessorCount > 1 ? Patience / 6 : 0;

    private long _lastStart;

    /// <summary>Waits for a short while, where the last wait was not long ago: the host is quick.</summary>
    public void Wait()
    {
        var start = Stopwatch.GetTimestamp();
        var isQuick = start - _lastStart < 2 * Patience;
        _lastStart = start;
        if (!isQuick)
        {
            return;
        }

        for (var waited = 0L; waited < Patience && !Platform.Current.HasInput(pipe); waited = Stopwatch.GetTimestamp() - start)
        {
            if (waited < Insistence)
            {
                Thread.SpinWait(10);
            }
            else
            {
                Thread.Yield();
            }
        }
    }
}
