using System.Collections.Concurrent;
using System.Reflection;

namespace PProcess.Serialization;

/// <summary>Refuses dictionaries and sets whose comparer is not the default one: it would be lost, and with it what the keys mean.</summary>
internal static class ComparerCheck
{
    private static readonly string[] Names = ["Comparer", "KeyComparer"];
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Properties = [];

    /// <summary>Checks a collection; one that is declared as a plain sequence travels as such, whatever its comparer.</summary>
    public static void ThrowIfCustom(Type declared, object value)
    {
        if (!declared.IsGenericType || (declared.IsInterface && ArrivalCheck.ArrivesAs(declared) is null))
        {
            return;
        }

        if (Properties.GetOrAdd(value.GetType(), Find) is { } property && property.GetValue(value) is { } comparer && !IsDefault(comparer, property.PropertyType))
        {
            throw new CannotTravelException("collection", "", value.GetType(), $"its comparer, {comparer.GetType()}, would be lost. Send a copy with the default comparer.");
        }
    }

    private static PropertyInfo? Find(Type type) => Names.Select(name => type.GetProperty(name)).FirstOrDefault(property => property is { PropertyType.IsGenericType: true });

    private static bool IsDefault(object comparer, Type declared)
    {
        var isEquality = declared.GetGenericTypeDefinition() == typeof(IEqualityComparer<>);
        var definition = isEquality ? typeof(EqualityComparer<>) : typeof(Comparer<>);
        var usual = definition.MakeGenericType(declared.GetGenericArguments()).GetProperty("Default")!.GetValue(null);

        // Texts are equal by default exactly where they are equal ordinally.
        return comparer.Equals(usual) || (isEquality && ReferenceEquals(comparer, StringComparer.Ordinal));
    }
}
