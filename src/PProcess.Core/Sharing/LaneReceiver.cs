using System.Buffers;
using PProcess.Framing;

namespace PProcess.Sharing;

/// <summary>The receiving side of a lane. Not thread-safe.</summary>
/// <remarks>What lies in a lane may change at any time: it is copied before it is read.</remarks>
internal sealed class LaneReceiver : IDisposable
{
    private readonly MappedMemory? _memory;
    private readonly SlotMemory? _slots;
    private int _received;
    private bool _isHeld;

    private LaneReceiver(MappedMemory? memory)
    {
        _memory = memory;
        _slots = memory is null ? null : new SlotMemory(memory);
    }

    /// <summary>Takes the lane that a sender has announced, and tells it so; where it cannot be reached, none of it will be used.</summary>
    public static LaneReceiver Open(ReadOnlyMemory<byte> announcement)
    {
        var reader = new MessageReader(announcement);
        var reference = MemoryReference.Read(ref reader);
        if (!MemoryFile.IsSupported || reference.Size != LaneLayout.Size)
        {
            return new LaneReceiver(null);
        }

        try
        {
            using var file = MemoryFile.Open(reference);
            var memory = MemoryFile.Map(file, LaneLayout.Size);
            Volatile.Write(ref LaneLayout.Ready(memory), 1);
            return new LaneReceiver(memory);
        }
        catch (SharedMemoryException)
        {
            return new LaneReceiver(null);
        }
    }

    /// <summary>The next body; its place stays taken until <see cref="Release"/>.</summary>
    /// <exception cref="ProtocolException">It cannot be there.</exception>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> claim)
    {
        var length = new MessageReader(claim).ReadInt32();
        if (_slots is null || length is <= 0 or > LaneLayout.SlotSize)
        {
            throw new ProtocolException($"A frame claims {length} bytes in shared memory; {(_slots is null ? "there is none" : $"at most {LaneLayout.SlotSize} can be there")}.");
        }

        _isHeld = true;
        return _slots.Body(_received, length);
    }

    /// <summary>Gives the place of the last body back.</summary>
    public void Release()
    {
        if (_isHeld)
        {
            _isHeld = false;
            _received = unchecked(_received + 1);
            Volatile.Write(ref LaneLayout.Taken(_memory!), _received);
        }
    }

    public void Dispose() => _memory?.Dispose();

    private sealed unsafe class SlotMemory(MappedMemory lane) : MemoryManager<byte>
    {
        private readonly int _start = (int)(LaneLayout.Slot(lane, 0) - lane.Address);

        public ReadOnlyMemory<byte> Body(int number, int length) => CreateMemory((int)(LaneLayout.Slot(lane, number) - lane.Address) - _start, length);

        public override Span<byte> GetSpan() => new(lane.Address + _start, LaneLayout.SlotCount * LaneLayout.SlotSize);

        public override MemoryHandle Pin(int elementIndex = 0) => new(lane.Address + _start + elementIndex);

        public override void Unpin()
        {
            // It does not move.
        }

        protected override void Dispose(bool disposing)
        {
            // The receiver frees the memory.
        }
    }
}
