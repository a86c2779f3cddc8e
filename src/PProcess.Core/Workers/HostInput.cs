using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using PProcess.Launching;

namespace PProcess.Workers;

/// <summary>What the host sends to this worker. Not thread-safe.</summary>
internal sealed class HostInput(SafeFileHandle pipe) : FileStream(pipe, FileAccess.Read, bufferSize: 0)
{
    private static readonly long Patience = Stopwatch.Frequency / 20_000; // 50 µs: what a quick host needs, and less than a scheduler's slice.

    private bool _isQuick;

    /// <summary>Where the host was quick the last time, waits for it for a short while, awake: to be woken takes a process longer than to run a small task.</summary>
    public void WaitAwake()
    {
        if (!_isQuick)
        {
            return;
        }

        var end = Stopwatch.GetTimestamp() + Patience;
        while (!Platform.Current.HasInput(SafeFileHandle) && Stopwatch.GetTimestamp() < end)
        {
            Thread.SpinWait(10);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var start = Stopwatch.GetTimestamp();
        var count = base.Read(buffer);
        _isQuick = Stopwatch.GetTimestamp() - start < 2 * Patience;
        return count;
    }
}
