using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>An enumeration, private ones included, as its bits.</summary>
internal sealed class EnumFormatter<T> : IMessagePackFormatter<T>
    where T : struct
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => writer.Write(Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.As<T, byte>(ref value),
        2 => Unsafe.As<T, ushort>(ref value),
        4 => Unsafe.As<T, uint>(ref value),
        _ => Unsafe.As<T, ulong>(ref value),
    });

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var bits = reader.ReadUInt64();
        return Unsafe.As<ulong, T>(ref bits);
    }
}
