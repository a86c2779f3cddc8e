using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using PProcess.Launching;

namespace PProcess.Framing;

/// <summary>The last bytes that a worker has sent, in memory which its host has too: what the pipe has not taken yet outlives the worker.</summary>
/// <remarks>
/// Layout: a random key (16), the position in the stream behind the last byte (8), behind the last byte that was not kept (8), 32 unused,
/// then a ring. The worker writes; the host reads, once the worker has ended, and believes nothing.
/// </remarks>
internal sealed unsafe class Outbox : IDisposable
{
    public const int RingSize = 128 * 1024;

    private const int HeaderSize = 64;
    private const int KeySize = 16;

    private readonly SafeFileHandle _memory;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private Outbox(SafeFileHandle memory)
    {
        _memory = memory;
        _file = MemoryMappedFile.CreateFromFile(memory, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, HeaderSize + RingSize);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    private Span<byte> Key => new(_start, KeySize);

    private ref long End => ref *(long*)(_start + KeySize);

    private ref long KeptFrom => ref *(long*)(_start + KeySize + sizeof(long));

    private Span<byte> Ring => new(_start + HeaderSize, RingSize);

    /// <summary>Makes one, in the host; null where the system has no such memory, or none left.</summary>
    public static Outbox? TryCreate()
    {
        var outbox = Platform.Current.CreateSharedMemory(HeaderSize + RingSize) is { } memory ? TryMap(memory) : null;
        if (outbox is not null)
        {
            Guid.NewGuid().TryWriteBytes(outbox.Key);
        }

        return outbox;
    }

    /// <summary>Opens the host's, in the worker; null where that is not allowed here, or the host is on another machine.</summary>
    /// <exception cref="ProtocolException">This is no address.</exception>
    public static Outbox? TryOpen(ReadOnlyMemory<byte> address)
    {
        var reader = new MessageReader(address);
        var (processId, descriptor) = (reader.ReadInt32(), reader.ReadInt32());
        var key = reader.ReadBytes(KeySize);
        try
        {
            var memory = Platform.Current.OpenSharedMemory(processId, descriptor);
            if (RandomAccess.GetLength(memory) == HeaderSize + RingSize && TryMap(memory) is { } outbox)
            {
                if (outbox.Key.SequenceEqual(key))
                {
                    return outbox;
                }

                outbox.Dispose();
            }

            memory.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Then results leave one by one.
        }

        return null;
    }

    /// <summary>Where the worker finds it, and how it knows it.</summary>
    public ReadOnlyMemory<byte> Address()
    {
        var writer = new MessageWriter();
        writer.WriteInt32(Environment.ProcessId);
        writer.WriteInt32((int)_memory.DangerousGetHandle());
        writer.WriteBytes(Key);
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
    public void CloseDescriptor()
    {
        _file.Dispose();
        _memory.Dispose();
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        CloseDescriptor();
    }

    private static Outbox? TryMap(SafeFileHandle memory)
    {
        try
        {
            return new Outbox(memory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            memory.Dispose();
            return null;
        }
    }
}
