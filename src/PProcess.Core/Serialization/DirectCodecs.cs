using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>A primitive or enumeration as its bytes: both sides run the same program on the same kind of machine.</summary>
internal sealed class PrimitiveCodec<T> : ValueCodec<T>
{
    public override void Write(MessageWriter writer, T value)
    {
        var size = Unsafe.SizeOf<T>();
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(writer.GetSpan(size)), value);
        writer.Advance(size);
    }

    public override T Read(ref MessageReader reader) =>
        Unsafe.ReadUnaligned<T>(in MemoryMarshal.GetReference(reader.ReadBytes(Unsafe.SizeOf<T>())));
}

/// <summary>A decimal as its four parts: as text it would lose the sign of zero.</summary>
internal sealed class DecimalCodec : ValueCodec<decimal>
{
    public override void Write(MessageWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        writer.WriteBytes(MemoryMarshal.AsBytes(parts));
    }

    public override decimal Read(ref MessageReader reader)
    {
        try
        {
            return new decimal(MemoryMarshal.Cast<byte, int>(reader.ReadBytes(4 * sizeof(int))));
        }
        catch (ArgumentException error)
        {
            throw new ProtocolException("What arrived is not a decimal.", error);
        }
    }
}

/// <summary>An array of primitives as its length in bytes, -1 for null, and its bytes; or as -2 where it is the message's tail.</summary>
internal sealed class PrimitiveArrayCodec<TElement> : ValueCodec<TElement[]?>
    where TElement : unmanaged
{
    public override void Write(MessageWriter writer, TElement[]? value)
    {
        if (value is null)
        {
            writer.WriteInt32(-1);
            return;
        }

        if ((long)value.Length * Unsafe.SizeOf<TElement>() > Array.MaxLength)
        {
            throw new CannotTravelException("array", "", typeof(TElement[]), $"it is longer than the {Array.MaxLength} bytes that one message can have. Send it in parts.");
        }

        if (value.LongLength * Unsafe.SizeOf<TElement>() > FrameWriter.MaxCopied
            && writer.TryEndIn(Type.GetTypeCode(typeof(TElement)), value as byte[] ?? new ArrayBytes<TElement>(value).Memory, isArray: true))
        {
            writer.WriteInt32(Tail.Mark);
            return;
        }

        writer.WriteBlock(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    public override TElement[]? Read(ref MessageReader reader)
    {
        var length = reader.ReadInt32();
        if (length is -1 or Tail.Mark)
        {
            return length == -1 ? null : reader.TakeTail<TElement>();
        }

        return MemoryMarshal.Cast<byte, TElement>(reader.ReadBytes(length)).ToArray();
    }
}

/// <summary>A text as UTF-16.</summary>
internal sealed class StringCodec : ValueCodec<string?>
{
    public override void Write(MessageWriter writer, string? value) => writer.WriteString(value);

    public override string? Read(ref MessageReader reader) => reader.ReadString();
}

/// <summary>A byte buffer, as an array of bytes; it arrives as a buffer of its own.</summary>
internal sealed class ByteMemoryCodec : ValueCodec<Memory<byte>>
{
    public override void Write(MessageWriter writer, Memory<byte> value) => ReadOnlyByteMemoryCodec.WriteBytes(writer, value);

    public override Memory<byte> Read(ref MessageReader reader) => ReadOnlyByteMemoryCodec.ReadArray(ref reader);
}

/// <inheritdoc cref="ByteMemoryCodec"/>
internal sealed class ReadOnlyByteMemoryCodec : ValueCodec<ReadOnlyMemory<byte>>
{
    public override void Write(MessageWriter writer, ReadOnlyMemory<byte> value) => WriteBytes(writer, value);

    public override ReadOnlyMemory<byte> Read(ref MessageReader reader) => ReadArray(ref reader);

    public static void WriteBytes(MessageWriter writer, ReadOnlyMemory<byte> value)
    {
        var isArray = MemoryMarshal.TryGetArray(value, out var part);
        if (writer.TryEndIn(TypeCode.Byte, isArray ? part : value, isArray))
        {
            writer.WriteInt32(Tail.Mark);
        }
        else
        {
            writer.WriteBlock(value.Span);
        }
    }

    public static byte[] ReadArray(ref MessageReader reader)
    {
        var length = reader.ReadInt32();
        return length == Tail.Mark ? reader.TakeTail<byte>() : reader.ReadBytes(length).ToArray();
    }
}

/// <summary>A sequence, which may have to be computed first: what that throws is the user's own exception.</summary>
internal sealed class SequenceCodec<TElement> : ValueCodec<IEnumerable<TElement>>
{
    private readonly ObjectCodec<IEnumerable<TElement>> _values = new(MessagePackObjectSerializer.Instance);

    public override void Write(MessageWriter writer, IEnumerable<TElement> value) =>
        _values.Write(writer, value is null or IReadOnlyCollection<TElement> or ICollection<TElement> ? value! : value.ToList());

    public override IEnumerable<TElement> Read(ref MessageReader reader) => _values.Read(ref reader);
}

/// <summary>Everything that has no direct path.</summary>
internal sealed class ObjectCodec<T>(IObjectSerializer serializer) : ValueCodec<T>
{
    public override void Write(MessageWriter writer, T value) => serializer.Write(writer, value);

    public override T Read(ref MessageReader reader) => serializer.Read<T>(ref reader);
}
