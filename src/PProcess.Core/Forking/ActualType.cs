using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MessagePack;
using PProcess.Serialization;

namespace PProcess.Forking;

/// <summary>The way to the formatter of a type that only a value tells.</summary>
internal abstract class ActualType
{
    private static readonly ConcurrentDictionary<Type, ActualType> Known = [];

    private ActualType()
    {
    }

    /// <summary>Whether values of the type can be carried as themselves.</summary>
    public abstract bool CanTravel { get; }

    public static ActualType For(Type type) => Known.GetOrAdd(type, static type =>
        (ActualType)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!);

    public abstract void Write(ref MessagePackWriter writer, object value, MessagePackSerializerOptions options);

    public abstract object? Read(ref MessagePackReader reader, MessagePackSerializerOptions options);

    private sealed class Of<T> : ActualType
    {
        public override bool CanTravel { get; } =
            !typeof(IAsyncStateMachine).IsAssignableFrom(typeof(T))
            && (TravelResolver.Instance.GetFormatter<T>() is not RefusingFormatter<T> || Enumerators.CanTravel(typeof(T)) || typeof(Exception).IsAssignableFrom(typeof(T)));

        public override void Write(ref MessagePackWriter writer, object value, MessagePackSerializerOptions options) =>
            options.Resolver.GetFormatterWithVerify<T>().Serialize(ref writer, (T)value, options);

        public override object? Read(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);
    }
}
