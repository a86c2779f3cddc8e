using MessagePack;
using MessagePack.Formatters;
using PProcess.Functions;

namespace PProcess.Forking;

/// <summary>Carries an object as what it is, where its declared type is an interface or a base.</summary>
/// <remarks>On the wire: nil, an array of the value as declared, or one of the actual type's name and the value.</remarks>
internal sealed class ActualTypeFormatter<T>(IMessagePackFormatter<T?> declared) : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null || ProcessBound.Is(value.GetType()))
        {
            writer.WriteNil();
            return;
        }

        // A lazy sequence, say, is nothing that travels as itself, but as the sequence that it is declared as.
        var type = value.GetType();
        if (type == typeof(T) || !ActualType.For(type).CanTravel)
        {
            writer.WriteArrayHeader(1);
            declared.Serialize(ref writer, value, options);
        }
        else
        {
            writer.WriteArrayHeader(2);
            writer.Write(MethodReference.NameOf(type));
            ActualType.For(type).Write(ref writer, value, options);
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return default;
        }

        return reader.ReadArrayHeader() == 1
            ? declared.Deserialize(ref reader, options)
            : (T?)ActualType.For(MethodReference.FindType(reader.ReadString())).Read(ref reader, options);
    }
}
