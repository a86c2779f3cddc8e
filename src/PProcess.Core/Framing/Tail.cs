using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PProcess.Framing;

/// <summary>A large array of primitives that a message ends in: it is sent from where it is, and arrives in the array that the receiver will have.</summary>
/// <param name="Kind">The type of its elements.</param>
/// <param name="Bytes">Its memory.</param>
internal sealed record Tail(TypeCode Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What a value has in place of its length where it is the message's tail.</summary>
    public const int Mark = -2;

    /// <summary>Makes the array that it arrives as.</summary>
    public Array ToArray()
    {
        var array = Allocate(Kind, Bytes.Length);
        Bytes.Span.CopyTo(BytesOf(array, Bytes.Length));
        return array;
    }

    /// <summary>Makes an array for elements that arrive, whose values are still to come.</summary>
    /// <exception cref="ProtocolException">There is no such type, or a part of an element.</exception>
    public static Array Allocate(TypeCode kind, int size) => kind switch
    {
        TypeCode.Boolean => Allocate<bool>(size),
        TypeCode.Char => Allocate<char>(size),
        TypeCode.SByte => Allocate<sbyte>(size),
        TypeCode.Byte => Allocate<byte>(size),
        TypeCode.Int16 => Allocate<short>(size),
        TypeCode.UInt16 => Allocate<ushort>(size),
        TypeCode.Int32 => Allocate<int>(size),
        TypeCode.UInt32 => Allocate<uint>(size),
        TypeCode.Int64 => Allocate<long>(size),
        TypeCode.UInt64 => Allocate<ulong>(size),
        TypeCode.Single => Allocate<float>(size),
        TypeCode.Double => Allocate<double>(size),
        _ => throw new ProtocolException($"A message claims to end in an array of {kind}."),
    };

    /// <summary>The first bytes of an array of primitives.</summary>
    public static Span<byte> BytesOf(Array array, int size) => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), size);

    private static TElement[] Allocate<TElement>(int size)
        where TElement : unmanaged => size % Unsafe.SizeOf<TElement>() == 0
        ? GC.AllocateUninitializedArray<TElement>(size / Unsafe.SizeOf<TElement>())
        : throw new ProtocolException($"A message claims an array of {size} bytes whose elements have {Unsafe.SizeOf<TElement>()}.");
}
