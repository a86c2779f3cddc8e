using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Framing;

/// <summary>Memory outside of the collected heap, which the system has back when it is disposed.</summary>
/// <remarks>Growing copies nothing on Linux, where pages that were never written to take no memory either. Not thread-safe.</remarks>
internal sealed partial class UncollectedMemory() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private const int Granularity = 64 * 1024; // The largest pages that are in use.
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int MayMove = 1;
    private const nint Failed = -1;

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
        var newSize = (int)Math.Min((size + Granularity - 1) / Granularity * Granularity, int.MaxValue / Granularity * Granularity);
        var address = Resize(newSize);
        if (address is 0 or Failed)
        {
            throw new InsufficientMemoryException($"The system does not have {newSize} bytes for a message.");
        }

        SetHandle(address);
        Size = newSize;
    }

    protected override unsafe bool ReleaseHandle()
    {
        if (OperatingSystem.IsLinux())
        {
            return Unmap(handle, (nuint)Size) == 0;
        }

        NativeMemory.Free((void*)handle);
        return true;
    }

    private unsafe nint Resize(int newSize)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (nint)NativeMemory.Realloc((void*)handle, (nuint)newSize);
        }

        return IsInvalid
            ? Map(0, (nuint)newSize, ReadAndWrite, PrivateAnonymous, -1, 0)
            : Remap(handle, (nuint)Size, (nuint)newSize, MayMove);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint size, int protection, int flags, int descriptor, nint start);

    [LibraryImport("libc", EntryPoint = "mremap")]
    private static partial nint Remap(nint address, nuint size, nuint newSize, int flags);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint size);
}
