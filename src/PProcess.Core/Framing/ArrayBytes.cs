using System.Buffers;
using System.Runtime.InteropServices;

namespace PProcess.Framing;

/// <summary>The memory of an array as bytes.</summary>
internal sealed class ArrayBytes<TElement>(TElement[] array) : MemoryManager<byte>
    where TElement : unmanaged
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(array.AsSpan());

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        return new MemoryHandle((byte*)handle.AddrOfPinnedObject() + elementIndex, handle);
    }

    public override void Unpin()
    {
        // The handle frees itself.
    }

    protected override void Dispose(bool disposing)
    {
        // The array is the collector's.
    }
}
