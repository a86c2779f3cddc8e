using System.Runtime.CompilerServices;

namespace PProcess.Sharing;

/// <summary>How a lane is laid out: shared memory beside a connection, in which the bodies of large frames lie until the receiver has taken them.</summary>
/// <remarks>A page for what the two sides tell each other, then slots, used in turn. Small enough to stay in a processor's cache.</remarks>
internal static class LaneLayout
{
    public const int SlotCount = 8;
    public const int SlotSize = 256 * 1024;
    public const int Size = HeaderSize + (SlotCount * SlotSize);

    private const int HeaderSize = 4096;
    private const int TakenPosition = 64; // Away from the other flag: two processors write them.

    /// <summary>Whether the receiver has it.</summary>
    public static unsafe ref int Ready(MappedMemory lane) => ref Unsafe.AsRef<int>(lane.Address);

    /// <summary>How many bodies the receiver has taken.</summary>
    public static unsafe ref int Taken(MappedMemory lane) => ref Unsafe.AsRef<int>(lane.Address + TakenPosition);

    /// <summary>The place of a body, by how many came before it.</summary>
    public static unsafe byte* Slot(MappedMemory lane, int number) => lane.Address + HeaderSize + ((uint)number % SlotCount * SlotSize);
}
