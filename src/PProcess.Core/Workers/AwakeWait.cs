using System.Diagnostics;
using System.Runtime.InteropServices;
using PProcess.Launching;

namespace PProcess.Workers;

/// <summary>Waits awake for what a quick peer sends next: to be woken takes a process longer than to run a small task. Not thread-safe.</summary>
/// <remarks>
/// It pays where both sides do so, each on a processor of its own. Where the peer is slow, or needs this very processor, it is in vain: behind each wait
/// in vain four times as many are left out as behind the one before, up to <see cref="MostLeftOut"/>, and fewer again behind those that were not.
/// </remarks>
/// <param name="hasInput">Whether reading from the peer would not wait.</param>
internal sealed class AwakeWait(Func<bool> hasInput)
{
    /// <summary>How many waits are left out at most; so many that those in vain are not seen in the slowest hundredth either.</summary>
    public const int MostLeftOut = 512;

    private const int Growth = 4;

    private static readonly long Patience = Stopwatch.Frequency / 40_000; // 25 µs: longer than a peer takes to be woken and to answer.

    private int _leftOut;
    private int _leftOutNext = 1;

    /// <summary>Such a wait on a pipe from the peer; null where the peer has no other processor to run on.</summary>
    public static Action? On(SafeHandle pipe) => Environment.ProcessorCount > 1 ? new AwakeWait(() => Platform.Current.HasInput(pipe)).Wait : null;

    /// <summary>Waits until there is something to read, for a short while at most.</summary>
    public void Wait()
    {
        if (_leftOut > 0)
        {
            _leftOut--;
        }
        else if (TryWait())
        {
            _leftOutNext = Math.Max(1, _leftOutNext / Growth);
        }
        else
        {
            _leftOut = _leftOutNext;
            _leftOutNext = Math.Min(Growth * _leftOutNext, MostLeftOut);
        }
    }

    private bool TryWait()
    {
        var start = Stopwatch.GetTimestamp();
        while (!hasInput())
        {
            if (Stopwatch.GetTimestamp() - start > Patience)
            {
                return false;
            }

            Thread.SpinWait(10);
        }

        return true;
    }
}
