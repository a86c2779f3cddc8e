using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>Refuses what the inner formatter would lose: a derived type's own members, and what a collection is beyond its elements.</summary>
internal sealed class ExactFormatter<T>(IMessagePackFormatter<T> inner) : IMessagePackFormatter<T>
{
    private static readonly bool CanBeDerived = typeof(T) is { IsClass: true, IsSealed: false, IsAbstract: false };

    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        if (value is not null)
        {
            if (CanBeDerived)
            {
                Refusal.ThrowIfDerived<T>(value.GetType());
            }

            ArrivalCheck.ThrowIfLess(typeof(T), value.GetType());
            ComparerCheck.ThrowIfCustom(typeof(T), value);
        }

        inner.Serialize(ref writer, value, options);
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => inner.Deserialize(ref reader, options);
}
