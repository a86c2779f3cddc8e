using System.Buffers;
using MessagePack;
using MessagePack.Formatters;
using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>A shared buffer inside another value: nil, or the bytes that say where it is.</summary>
internal sealed class SharedBufferFormatter<T> : IMessagePackFormatter<SharedBuffer<T>?>
    where T : unmanaged
{
    public void Serialize(ref MessagePackWriter writer, SharedBuffer<T>? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var bytes = new MessageWriter();
        SharedBufferForm.Write(ObjectGraph.Current.Message!, bytes, value);
        writer.Write(bytes.Written.Span);
    }

    public SharedBuffer<T>? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var bytes = new MessageReader(reader.ReadBytes()?.ToArray());
        return SharedBufferForm.Read<T>(ref bytes, ObjectGraph.Current.Receiver);
    }
}
