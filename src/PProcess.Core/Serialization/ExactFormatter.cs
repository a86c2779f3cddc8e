using System.Reflection;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>Refuses what the inner formatter would lose: a derived type's own members, and a collection's own comparer.</summary>
internal sealed class ExactFormatter<T>(IMessagePackFormatter<T> inner) : IMessagePackFormatter<T>
{
    private static readonly PropertyInfo? Comparer = typeof(T).IsGenericType ? typeof(T).GetProperty("Comparer") : null;
    private static readonly object? DefaultComparer = FindDefaultComparer();

    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        if (value is not null)
        {
            Refusal.ThrowIfDerived<T>(value.GetType());
            if (Comparer?.GetValue(value) is { } comparer && !comparer.Equals(DefaultComparer))
            {
                throw new CannotTravelException("collection", "", typeof(T), $"its comparer, {comparer.GetType()}, would be lost. Send a copy with the default comparer.");
            }
        }

        inner.Serialize(ref writer, value, options);
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => inner.Deserialize(ref reader, options);

    private static object? FindDefaultComparer()
    {
        if (Comparer is not { PropertyType: { IsGenericType: true } type })
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition() == typeof(IEqualityComparer<>) ? typeof(EqualityComparer<>) : typeof(Comparer<>);
        return definition.MakeGenericType(type.GetGenericArguments()).GetProperty("Default")!.GetValue(null);
    }
}
