using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PProcess.Serialization;

/// <summary>Refuses collections declared as an interface behind which something less would arrive.</summary>
internal static class ArrivalCheck
{
    private static readonly Dictionary<Type, Type> Arrivals = new()
    {
        [typeof(ISet<>)] = typeof(HashSet<>),
        [typeof(IReadOnlySet<>)] = typeof(HashSet<>),
        [typeof(IDictionary<,>)] = typeof(Dictionary<,>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(Dictionary<,>),
        [typeof(IImmutableSet<>)] = typeof(ImmutableHashSet<>),
        [typeof(IImmutableDictionary<,>)] = typeof(ImmutableDictionary<,>),
    };

    // Lists arrive behind these; keys that are there once only, or in an order, would be gone.
    private static readonly Type[] Lists = [typeof(ICollection<>), typeof(IList<>)];

    private static readonly ConcurrentDictionary<Type, bool> Keyed = [];

    /// <summary>What arrives behind the interface of a set or dictionary; null for all other types.</summary>
    public static Type? ArrivesAs(Type declared) => declared is { IsInterface: true, IsGenericType: true }
        ? Arrivals.GetValueOrDefault(declared.GetGenericTypeDefinition())
        : null;

    public static void ThrowIfLess(Type declared, Type actual)
    {
        if (!declared.IsInterface || !declared.IsGenericType)
        {
            return;
        }

        var arrival = ArrivesAs(declared)
            ?? (Lists.Contains(declared.GetGenericTypeDefinition()) && HasKeys(actual) ? typeof(List<>) : null);
        if (arrival is not null && !(actual.IsGenericType && actual.GetGenericTypeDefinition() == arrival))
        {
            throw new CannotTravelException(
                "collection", "", actual, $"it is declared as {declared} and would arrive as a {arrival.Name[..^2]}. Declare it as its own type, or send a copy as what arrives.");
        }
    }

    private static bool HasKeys(Type type) => Keyed.GetOrAdd(type, static type => type.GetInterfaces().Any(one => ArrivesAs(one) is not null));
}
