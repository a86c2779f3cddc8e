using MessagePack;
using MessagePack.Formatters;
using PProcess.Serialization;

namespace PProcess.Forking;

/// <summary>Writes an object once: where it is met again, its number stands for it, so that what was one object arrives as one.</summary>
/// <remarks>On the wire: nil, a number, or an array of one value. An object gets its number when it is complete, on both sides.</remarks>
internal sealed class SharedFormatter<T>(IMessagePackFormatter<T?> inner) : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var isExact = value.GetType() == typeof(T); // A string[] declared as object[] arrives as the latter: it is shared with none.
        if (isExact && ObjectGraph.Current.TryFind(value, out var number))
        {
            writer.WriteInt32(number);
        }
        else
        {
            writer.WriteArrayHeader(1);
            inner.Serialize(ref writer, value, options);
            ObjectGraph.Current.NoteWritten(isExact ? value : null);
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return default;
        }

        if (reader.NextMessagePackType == MessagePackType.Integer)
        {
            return (T)ObjectGraph.Current.Get(reader.ReadInt32());
        }

        reader.ReadArrayHeader();
        var value = inner.Deserialize(ref reader, options)!;
        ObjectGraph.Current.Add(value);
        return value;
    }
}
