using System.Buffers;
using MessagePack;
using MessagePack.Formatters;
using PProcess.Framing;

namespace PProcess.Forking;

/// <summary>Carries an exception among the locals, such as that of a <see langword="catch"/>, as failures travel: its type, its message and its stack.</summary>
internal sealed class ExceptionFormatter<T> : IMessagePackFormatter<T?>
    where T : Exception
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var bytes = new MessageWriter();
        RemoteError.Write(bytes, value);
        if (Read(bytes.Written)?.GetType() != value.GetType())
        {
            throw new CannotTravelException("exception", "", value.GetType(), "it cannot be built from its message alone. Keep its message instead, and create the process behind the catch block.");
        }

        writer.Write(bytes.Written.Span);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : Read(BuffersExtensions.ToArray(reader.ReadBytes()!.Value));

    private static T? Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessageReader(bytes);
        return RemoteError.Read(ref reader, Environment.ProcessId) as T;
    }
}
