using System.Buffers;
using MessagePack;
using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>Values as MessagePack.</summary>
internal sealed class MessagePackObjectSerializer : IObjectSerializer
{
    public static readonly MessagePackObjectSerializer Instance = new(TravelResolver.Instance);

    private readonly MessagePackSerializerOptions _options;

    public MessagePackObjectSerializer(IFormatterResolver resolver) =>
        _options = MessagePackSerializerOptions.Standard.WithResolver(resolver).WithSecurity(new TravelSecurity());

    private delegate T Reading<T>(ref MessagePackReader input, MessagePackSerializerOptions options);

    private delegate void Writing<T>(ref MessagePackWriter output, T value, MessagePackSerializerOptions options);

    public void Write<T>(MessageWriter writer, T value) => Write(
        writer, value, static (ref output, value, options) => MessagePackSerializer.Serialize(ref output, value, options));

    public T Read<T>(ref MessageReader reader) => Read(
        ref reader, static (ref input, options) => MessagePackSerializer.Deserialize<T>(ref input, options));

    public void WriteTarget(MessageWriter writer, object target) => Write(
        writer, target, static (ref output, target, options) => TargetFormatter.Write(ref output, target, options));

    public object? ReadTarget(ref MessageReader reader) => Read(
        ref reader, static (ref input, options) => TargetFormatter.Read(ref input, options));

    private void Write<T>(MessageWriter writer, T value, Writing<T> write)
    {
        using var graph = ObjectGraph.EnterWriting(writer);
        try
        {
            var output = new MessagePackWriter(writer);
            write(ref output, value, _options);
            output.Flush();
        }
        catch (MessagePackSerializationException error) when (FindRefusal(error) is { } refusal)
        {
            throw graph.Locate(refusal);
        }
        catch (CannotTravelException refusal)
        {
            throw graph.Locate(refusal);
        }
        catch (Exception error) when (error is MessagePackSerializationException or InsufficientExecutionStackException)
        {
            throw new CannotTravelException($"A value of type {typeof(T)} cannot travel to another process: {error.GetBaseException().Message}", error);
        }
    }

    private T Read<T>(ref MessageReader reader, Reading<T> read)
    {
        using var graph = ObjectGraph.EnterReading(reader.Receiver);
        try
        {
            var input = new MessagePackReader(new ReadOnlySequence<byte>(reader.Unread));
            var value = read(ref input, _options);
            reader.Skip(input.Consumed);
            return value;
        }
        catch (Exception error) when (error is MessagePackSerializationException or InsufficientExecutionStackException or EndOfStreamException or InvalidOperationException)
        {
            throw new ProtocolException($"What arrived is not a value of type {typeof(T)}: {error.GetBaseException().Message}", error);
        }
    }

    private static CannotTravelException? FindRefusal(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is CannotTravelException refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
