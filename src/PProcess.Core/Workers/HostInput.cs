using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using PProcess.Launching;

namespace PProcess.Workers;

/// <summary>What the host sends to this worker. Not thread-safe.</summary>
internal sealed class HostInput(SafeFileHandle pipe) : FileStream(pipe, FileAccess.Read, bufferSize: 0)
{
    private static readonly long Patience = Stopwatch.Frequency / 10_000; // 100 µs: longer than a quick host takes, shorter than a scheduler's slice.
    private static readonly long Insistence = Patience / 6; // Behind it, whoever else wants the processor has it first: the host may.

    private bool _isQuick;

    /// <summary>Where the host was quick the last time, waits for it for a short while, awake: to be woken takes a process longer than to run a small task.</summary>
    public void WaitAwake()
    {
        if (!_isQuick)
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        for (var waited = 0L; waited < Patience && !Platform.Current.HasInput(SafeFileHandle); waited = Stopwatch.GetTimestamp() - start)
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

    public override int Read(Span<byte> buffer)
    {
        var start = Stopwatch.GetTimestamp();
        var count = base.Read(buffer);
        _isQuick = Stopwatch.GetTimestamp() - start < Patience;
        return count;
    }
}
