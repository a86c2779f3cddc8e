using System.Buffers;
using MessagePack;
using MessagePack.Formatters;
using PProcess.Functions;

namespace PProcess.Serialization;

/// <summary>Carries a function inside a value, such as a captured delegate: from the host to a worker only.</summary>
/// <remarks>On the wire: nil, or an array of the method's description and the captured object.</remarks>
internal sealed class DelegateFormatter<T> : IMessagePackFormatter<T?>
    where T : Delegate
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        if (!FunctionScope.IsOpen)
        {
            throw new CannotTravelException("function", "", typeof(T), "functions go to workers as arguments or captured variables, and nowhere else. Send data.");
        }

        var method = MethodReference.Of(value);
        writer.WriteArrayHeader(2);
        writer.Write(method.Bytes.Span);
        TargetFormatter.Write(ref writer, value.Target, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        if (!FunctionScope.IsOpen)
        {
            throw new MessagePackSerializationException("A worker sent a function; only data is taken from it.");
        }

        options.Security.DepthStep(ref reader);
        if (reader.ReadArrayHeader() != 2)
        {
            throw new MessagePackSerializationException("A function has two parts.");
        }

        var method = MethodReference.Read(BuffersExtensions.ToArray(reader.ReadBytes()!.Value));
        var target = TargetFormatter.Read(ref reader, options);
        reader.Depth--;
        return (T)method.CreateDelegate(typeof(T), target);
    }
}
