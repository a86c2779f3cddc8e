using System.Collections;

namespace PProcess.Forking;

/// <summary>The enumerators that can be carried in the middle of their loop.</summary>
internal static class Enumerators
{
    private static readonly Type OfArrays = ((IEnumerable<int>)new int[1]).GetEnumerator().GetType().GetGenericTypeDefinition();

    public static bool IsOfList(Type type) => IsOf(type, typeof(List<>.Enumerator));

    /// <summary>Whether it is the enumerator of an array that is declared as a sequence; over a plain array, a loop counts.</summary>
    public static bool IsOfArray(Type type) => IsOf(type, OfArrays);

    /// <summary>The type of the dictionary or hash set of which it is an enumerator, or one of the keys or values; null where it is another.</summary>
    public static Type? TableOf(Type type) =>
        IsOf(type, typeof(Dictionary<,>.Enumerator)) || IsOf(type, typeof(Dictionary<,>.KeyCollection.Enumerator)) || IsOf(type, typeof(Dictionary<,>.ValueCollection.Enumerator))
            ? typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments())
            : IsOf(type, typeof(HashSet<>.Enumerator)) ? typeof(HashSet<>).MakeGenericType(type.GetGenericArguments())
            : null;

    /// <summary>Whether it is an enumerator of any kind, as the compiler sees it.</summary>
    public static bool Is(Type type) => typeof(IEnumerator).IsAssignableFrom(type)
        || (type.GetProperty(nameof(IEnumerator.Current)) is not null
            && (type.GetMethod(nameof(IEnumerator.MoveNext), Type.EmptyTypes) ?? type.GetMethod(nameof(IAsyncEnumerator<>.MoveNextAsync), Type.EmptyTypes)) is not null);

    /// <summary>Whether it is an enumerator of a query: an object like any other, of the same build on both sides.</summary>
    public static bool IsOfQuery(Type type) => type.Assembly == typeof(Enumerable).Assembly && typeof(IEnumerator).IsAssignableFrom(type) && !type.IsAbstract;

    /// <summary>Whether it can be carried in the middle of its loop.</summary>
    public static bool CanTravel(Type type) => IsOfList(type) || IsOfArray(type) || IsOfQuery(type) || TableOf(type) is not null;

    private static bool IsOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
