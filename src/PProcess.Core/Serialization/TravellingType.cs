using System.Reflection;
using System.Runtime.CompilerServices;

namespace PProcess.Serialization;

/// <summary>What can be said about a type before any value of it is seen.</summary>
internal static class TravellingType
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Whether it is a class that the compiler made for captured variables.</summary>
    public static bool IsClosure(Type type) => type.Name.StartsWith("<>c", StringComparison.Ordinal);

    /// <summary>Whether it is a pointer, or an array of pointers: no generic type can have it as its argument.</summary>
    public static bool IsPointer(Type type) =>
        type.IsPointer || type.IsFunctionPointer || (type.IsArray && IsPointer(type.GetElementType()!));

    public static bool IsSharedBuffer(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SharedBuffer<>);

    /// <summary>Whether it is a number or a truth value that means the same in every process.</summary>
    public static bool IsNumber(Type type) => type.IsPrimitive && type != typeof(nint) && type != typeof(nuint);

    /// <summary>The fields that travel, base types first, in the order of declaration.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(Type type) => Lineage(type).Reverse()
        .SelectMany(declaring => declaring.GetFields(Declared).OrderBy(field => field.MetadataToken))
        .Where(field => !field.IsDefined(typeof(NonSerializedAttribute), inherit: false));

    /// <summary>Whether an object of the type is nothing but its fields, all of which the program owns.</summary>
    public static bool IsCarriedByFields(Type type) =>
        !type.IsAbstract && !type.IsInterface && !type.IsByRefLike
        && !Lineage(type).Any(IsMoreThanFields)
        && !type.IsDefined(typeof(InlineArrayAttribute), inherit: false);

    /// <summary>Whether it is a value of the framework that consists of numbers and texts only, such as an index or a point.</summary>
    public static bool IsPlainFrameworkValue(Type type) =>
        type.IsValueType && !type.IsByRefLike && TravelResolver.IsFramework(type)
        && !type.IsDefined(typeof(InlineArrayAttribute), inherit: false) && FieldsOf(type).All(field => IsPlain(field.FieldType));

    /// <summary>Whether an object of the type can hold itself, by way of other objects: then it is written once and referred to.</summary>
    public static bool CanReachItself(Type type)
    {
        if (type.IsValueType)
        {
            return false;
        }

        var seen = new HashSet<Type>();
        var open = new Stack<Type>(PartsOf(type));
        while (open.TryPop(out var part))
        {
            // What a delegate has captured is known only from its value.
            if (part == type || typeof(Delegate).IsAssignableFrom(part))
            {
                return true;
            }

            if (seen.Add(part))
            {
                foreach (var next in PartsOf(part))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private static bool IsPlain(Type type) =>
        type == typeof(string) || type.IsEnum || type == typeof(decimal) || (type.IsPrimitive ? IsNumber(type) : IsPlainFrameworkValue(type));

    private static IEnumerable<Type> PartsOf(Type type)
    {
        if (type.HasElementType)
        {
            return [type.GetElementType()!];
        }

        return TravelResolver.IsFramework(type) ? type.GetGenericArguments() : FieldsOf(type).Select(field => field.FieldType);
    }

    private static bool IsMoreThanFields(Type type) =>
        TravelResolver.IsFramework(type)
        || type.GetMethod("Finalize", Declared, Type.EmptyTypes) is not null
        || type.GetFields(Declared).Any(field => field.IsDefined(typeof(FixedBufferAttribute), inherit: false));

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            yield return current;
        }
    }
}
