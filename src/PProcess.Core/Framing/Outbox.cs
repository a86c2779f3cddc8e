using Microsoft.Win32.SafeHandles;
using PProcess.Sharing;

namespace PProcess.Framing;

/// <summary>The last bytes that a worker has sent, in memory which its host has too: what the pipe has not taken yet outlives the worker.</summary>
/// <remarks>
/// Layout: the position in the stream behind the last byte (8), behind the last byte that was not kept (8), 48 unused, then a ring.
/// The worker writes; the host reads, once the worker has ended, and believes nothing.
/// </remarks>
internal sealed unsafe class Outbox : IDisposable
{
    public const int RingSize = 128 * 1024;

    private const int HeaderSize = 64;
    private const long Size = HeaderSize + RingSize;

    private readonly SafeFileHandle _file;
    private readonly MappedMemory _memory;
    private readonly MemoryReference _reference;

    private Outbox(SafeFileHandle file, MappedMemory memory, MemoryReference reference)
    {
        _file = file;
        _memory = memory;
        _reference = reference;
    }

    private ref long End => ref *(long*)_memory.Address;

    private ref long KeptFrom => ref *(long*)(_memory.Address + sizeof(long));

    private Span<byte> Ring => new(_memory.Address + HeaderSize, RingSize);

    /// <summary>Makes one, in the host; null where the system has no such memory, or none left.</summary>
    public static Outbox? TryCreate()
    {
        if (!MemoryFile.IsSupported)
        {
            return null;
        }

        SafeFileHandle? file = null;
        try
        {
            var id = Guid.NewGuid();
            file = MemoryFile.Create(id, Size);
            MemoryFile.Reserve(file, Size);
            return new Outbox(file, MemoryFile.Map(file, Size), new MemoryReference(id, Environment.ProcessId, (int)file.DangerousGetHandle(), Size));
        }
        catch (SharedMemoryException)
        {
            file?.Dispose(); // Then results leave one by one.
            return null;
        }
    }

    /// <summary>Opens the host's, in the worker; null where that is not allowed here, or the host is on another machine.</summary>
    /// <exception cref="ProtocolException">This is no address.</exception>
    public static Outbox? TryOpen(ReadOnlyMemory<byte> address)
    {
        var reader = new MessageReader(address);
        var reference = MemoryReference.Read(ref reader);
        if (!MemoryFile.IsSupported || reference.Size != Size)
        {
            return null;
        }

        SafeFileHandle? file = null;
        try
        {
            file = MemoryFile.Open(reference);
            return new Outbox(file, MemoryFile.Map(file, Size), reference);
        }
        catch (SharedMemoryException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>Where the worker finds it.</summary>
    public ReadOnlyMemory<byte> Address()
    {
        var writer = new MessageWriter();
        _reference.Write(writer);
        return writer.Written;
    }

    /// <summary>Keeps bytes that stand at this position of the stream.</summary>
    public void Keep(long position, ReadOnlySpan<byte> bytes)
    {
        var offset = (int)(position % RingSize);
        var first = Math.Min(bytes.Length, RingSize - offset);
        bytes[..first].CopyTo(Ring[offset..]);
        bytes[first..].CopyTo(Ring);
        Volatile.Write(ref End, position + bytes.Length);
    }

    /// <summary>Says that bytes up to this position of the stream are not kept.</summary>
    public void Omit(long position) => Volatile.Write(ref KeptFrom, position);

    /// <summary>The bytes from this position of the stream on; empty where they are not here.</summary>
    public byte[] ReadFrom(long position)
    {
        var end = Volatile.Read(ref End);
        if (position < KeptFrom || position >= end || end - position > RingSize)
        {
            return [];
        }

        var bytes = new byte[end - position];
        var offset = (int)(position % RingSize);
        var first = Math.Min(bytes.Length, RingSize - offset);
        Ring.Slice(offset, first).CopyTo(bytes);
        Ring[..(bytes.Length - first)].CopyTo(bytes.AsSpan(first));
        return bytes;
    }

    /// <summary>Gives back the descriptor, once the other side has opened it too; the memory stays.</summary>
    public void CloseDescriptor() => _file.Dispose();

    public void Dispose()
    {
        _memory.Dispose();
        CloseDescriptor();
    }
}
