using System.Collections.Concurrent;
using MessagePack;

namespace PProcess.Serialization;

/// <summary>Carries the object that a delegate is bound to, whose type only the delegate knows.</summary>
/// <remarks>On the wire: nil, or the type's name and the value. Only inside a <see cref="FunctionScope"/>: host to worker.</remarks>
internal abstract class TargetFormatter
{
    private static readonly ConcurrentDictionary<Type, TargetFormatter> Formatters = [];

    private TargetFormatter()
    {
    }

    public static void Write(ref MessagePackWriter writer, object? target, MessagePackSerializerOptions options)
    {
        if (target is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(target.GetType().AssemblyQualifiedName);
        For(target.GetType()).WriteValue(ref writer, target, options);
    }

    public static object? Read(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        if (reader.ReadArrayHeader() != 2)
        {
            throw new MessagePackSerializationException("A bound object has two parts.");
        }

        return For(Type.GetType(reader.ReadString()!, throwOnError: true)!).ReadValue(ref reader, options);
    }

    protected abstract void WriteValue(ref MessagePackWriter writer, object value, MessagePackSerializerOptions options);

    protected abstract object? ReadValue(ref MessagePackReader reader, MessagePackSerializerOptions options);

    private static TargetFormatter For(Type type) => Formatters.GetOrAdd(type, static type =>
        (TargetFormatter)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))!);

    private sealed class Typed<T> : TargetFormatter
    {
        protected override void WriteValue(ref MessagePackWriter writer, object value, MessagePackSerializerOptions options)
        {
            var formatter = options.Resolver.GetFormatterWithVerify<T>();
            if (TravellingType.IsClosure(typeof(T)))
            {
                formatter.Serialize(ref writer, (T)value, options);
                return;
            }

            ObjectGraph.Current.Enter("object", "this");
            formatter.Serialize(ref writer, (T)value, options);
            ObjectGraph.Current.Leave();
        }

        protected override object? ReadValue(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);
    }
}
