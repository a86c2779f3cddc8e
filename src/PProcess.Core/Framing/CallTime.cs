using System.Diagnostics;

namespace PProcess.Framing;

/// <summary>How long a call took, as the header of its outcome says it: microseconds, as the upper half of a <see cref="float"/> (bfloat16).</summary>
internal static class CallTime
{
    /// <summary>No time at all: it is not said.</summary>
    public const ushort Unsaid = 0;

    private static readonly float MicrosecondsPerTick = 1e6f / Stopwatch.Frequency;

    /// <summary>Encodes a time that <see cref="Stopwatch"/> has measured; less than a tick counts as one.</summary>
    public static ushort Encode(long ticks) => (ushort)(BitConverter.SingleToUInt32Bits(Math.Max(ticks, 1) * MicrosecondsPerTick) >> 16);

    /// <summary>The time in microseconds; <see cref="double.NaN"/> where it is not said, or cannot be one.</summary>
    public static double Decode(ushort time) => BitConverter.UInt32BitsToSingle((uint)time << 16) is > 0 and < float.PositiveInfinity and var said ? said : double.NaN;
}
