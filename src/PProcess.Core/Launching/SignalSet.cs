using System.Runtime.CompilerServices;

namespace PProcess.Launching;

/// <summary>Signals, a bit for each, as Linux's C libraries have them.</summary>
[InlineArray(Words)]
internal struct SignalSet
{
    private const int Words = 16;
    private const int SigInt = 2;

    private ulong _first;

    /// <summary>What Ctrl+C sends.</summary>
    public static SignalSet Interrupt => new() { _first = 1UL << (SigInt - 1) };

    /// <summary>Some of the signals from 1 to 64.</summary>
    public static SignalSet Of(ReadOnlySpan<int> signals)
    {
        var set = default(SignalSet);
        foreach (var signal in signals)
        {
            set._first |= 1UL << (signal - 1);
        }

        return set;
    }
}
