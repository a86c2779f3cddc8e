using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Carries a function that was taken already, such as one of the options of an exchange, by its definition.</summary>
internal sealed class FunctionReferenceFormatter : IMessagePackFormatter<FunctionReference?>
{
    public void Serialize(ref MessagePackWriter writer, FunctionReference? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value.Definition.Span);
        }
    }

    public FunctionReference? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : FunctionReference.Of(FunctionReference.Restore(BuffersExtensions.ToArray(reader.ReadBytes()!.Value)));
}
