using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Leaves out what is bound to the creating process: it arrives as null, or as its type's default.</summary>
internal sealed class AbsentFormatter<T> : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options) => writer.WriteNil();

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.ReadNil();
        return default;
    }
}
