using Microsoft.Win32.SafeHandles;
using PProcess.Launching;

namespace PProcess.Framing;

/// <summary>Memory outside of the collected heap, which the system has back when it is disposed.</summary>
/// <remarks>Growing copies nothing on Linux, where pages that were never written to take no memory either. Not thread-safe.</remarks>
internal sealed class UncollectedMemory() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private const int Granularity = 64 * 1024; // The largest pages that are in use.

    /// <summary>How many bytes it has.</summary>
    public int Size { get; private set; }

    /// <summary>Its bytes; valid until it grows or is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public unsafe Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new((void*)handle, Size);
        }
    }

    /// <summary>Makes it at least that large; what is in it stays.</summary>
    /// <exception cref="InsufficientMemoryException">The system does not have as much.</exception>
    public void Grow(long size)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var newSize = (int)Math.Min((size + Granularity - 1) / Granularity * Granularity, Array.MaxLength);
        SetHandle(Platform.Current.ResizeMemory(handle, Size, newSize));
        Size = newSize;
    }

    protected override bool ReleaseHandle()
    {
        Platform.Current.FreeMemory(handle, Size);
        return true;
    }
}
