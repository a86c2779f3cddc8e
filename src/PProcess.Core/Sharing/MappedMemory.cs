using Microsoft.Win32.SafeHandles;

namespace PProcess.Sharing;

/// <summary>Shared memory in this process's address space, until it is disposed and nobody uses it.</summary>
internal sealed class MappedMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly long _size;

    public MappedMemory(nint address, long size)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        _size = size;
    }

    /// <summary>The first byte; valid while the memory is referenced and not disposed.</summary>
    public unsafe byte* Address => (byte*)handle;

    protected override bool ReleaseHandle() => MemoryFile.Unmap(handle, _size);
}
