using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PProcess.Sharing;

namespace PProcess.Framing;

/// <summary>A growing buffer that messages are written into.</summary>
internal sealed class MessageWriter : IBufferWriter<byte>
{
    private const int InitialSize = 256;
    private const int KeptSize = 256 * 1024;

    private byte[] _buffer = [];
    private List<SharedPart>? _shared;

    public int Length { get; private set; }

    /// <summary>What becomes of a large array.</summary>
    public TailUse TailUse { get; set; }

    /// <summary>The large array that the message ends in; null for none.</summary>
    public Tail? Tail { get; private set; }

    /// <summary>Whether the message may refer to shared memory.</summary>
    public bool AllowsShared { get; set; }

    /// <summary>The shared memory that the message refers to; null for none.</summary>
    public IReadOnlyList<SharedPart>? Shared => _shared is { Count: > 0 } ? _shared : null;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        _shared = null;
        Tail = null;
        if (_buffer.Length > KeptSize)
        {
            _buffer = []; // One large message must not cost its size for ever.
        }
    }

    /// <summary>What has been written so far, to come back to.</summary>
    public MessageMark Mark() => new(Length, Tail, _shared?.Count ?? 0);

    /// <summary>Drops what was written since.</summary>
    public void ReturnTo(MessageMark mark)
    {
        Length = mark.Length;
        Tail = mark.Tail;
        _shared?.RemoveRange(mark.SharedCount, _shared.Count - mark.SharedCount);
    }

    /// <summary>Drops the first bytes.</summary>
    public void RemoveFirst(int count)
    {
        if (count == Length)
        {
            Clear();
            return;
        }

        Written[count..].CopyTo(_buffer);
        Length -= count;
    }

    /// <summary>Makes a large array the message's tail, if it can be.</summary>
    /// <param name="kind">The type of its elements.</param>
    /// <param name="bytes">Its memory.</param>
    /// <param name="isArray">Whether that is a part of an array, not memory that somebody may free.</param>
    public bool TryEndIn(TypeCode kind, ReadOnlyMemory<byte> bytes, bool isArray)
    {
        if (TailUse == TailUse.None || Tail is not null || bytes.Length <= FrameWriter.MaxCopied)
        {
            return false;
        }

        if (TailUse == TailUse.Copied || (TailUse == TailUse.Lent && !isArray))
        {
            var copy = GC.AllocateUninitializedArray<byte>(bytes.Length);
            bytes.CopyTo(copy);
            bytes = copy;
        }

        Tail = new Tail(kind, bytes);
        return true;
    }

    /// <summary>Notes that the message refers to shared memory.</summary>
    public void AddShared(SharedBlock block, IDisposable buffer) => (_shared ??= []).Add(new SharedPart(block, buffer));

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Advance(1);
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(GetSpan(sizeof(int)), value);
        Advance(sizeof(int));
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public void WriteBlock(ReadOnlySpan<byte> bytes)
    {
        WriteInt32(bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Writes the text as UTF-16, which also carries what UTF-8 cannot: unpaired surrogates.</summary>
    public void WriteString(string? value)
    {
        WriteInt32(value?.Length ?? -1);
        WriteBytes(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    /// <summary>Replaces four bytes written earlier.</summary>
    public void PatchInt32(int position, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(position), value);

    private void Reserve(int count)
    {
        if (_buffer.Length - Length >= count)
        {
            return;
        }

        var wanted = Math.Max((long)Length + count, Math.Max(InitialSize, 2L * _buffer.Length));
        if ((long)Length + count > Array.MaxLength)
        {
            throw new CannotTravelException($"What is sent at once is longer than the {Array.MaxLength} bytes that one message can have. Send it in parts.");
        }

        var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(wanted, Array.MaxLength));
        Written.Span.CopyTo(larger);
        _buffer = larger;
    }
}
