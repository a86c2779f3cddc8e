using System.Collections.Concurrent;
using System.Reflection;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.ImmutableCollection;
using MessagePack.Resolvers;

namespace PProcess.Serialization;

/// <summary>Decides how each static type travels, or that it does not.</summary>
/// <remarks>
/// The framework's values and collections go through MessagePack's own formatters, types that carry MessagePack's attributes
/// as they say, and all other types field by field (<see cref="FieldFormatter{T}"/>): contractless MessagePack would lose
/// get-only properties and fields of base types without a word, and run constructors.
/// </remarks>
internal sealed class TravelResolver : IFormatterResolver
{
    public static readonly TravelResolver Instance = new();

    private static readonly IFormatterResolver Framework = CompositeResolver.Create(
        [
            // MessagePack's own formatters of nullables and arrays do not ask for these.
            new TextFormatter(),
            new DecimalFormatter(),
            new HalfFormatter(),
            new NullableFormatter<decimal>(),
            new ArrayFormatter<string?>(),
        ],
        [
            NativeDateTimeResolver.Instance,
            BuiltinResolver.Instance,
            ImmutableCollectionResolver.Instance,
            DynamicGenericResolver.Instance,
        ]);

    public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

    private static IMessagePackFormatter<T?> Create<T>()
    {
        var type = typeof(T);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return type.IsSubclassOf(typeof(MulticastDelegate)) ? Make<T>(typeof(DelegateFormatter<>)) : new RefusingFormatter<T>();
        }

        if (type == typeof(object) || TravellingType.IsPointer(type) || type == typeof(nint) || type == typeof(nuint)
            || typeof(Type).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) || type.IsByRefLike)
        {
            return new RefusingFormatter<T>();
        }

        if (TravellingType.IsSharedBuffer(type))
        {
            return (IMessagePackFormatter<T?>)Activator.CreateInstance(typeof(SharedBufferFormatter<>).MakeGenericType(type.GetGenericArguments()))!;
        }

        // MessagePack's own formatters cannot see enumerations that are not public.
        if (type.IsEnum)
        {
            return Make<T>(typeof(EnumFormatter<>));
        }

        if (Nullable.GetUnderlyingType(type) is { IsEnum: true } underlying)
        {
            return (IMessagePackFormatter<T?>)Activator.CreateInstance(typeof(NullableFormatter<>).MakeGenericType(underlying))!;
        }

        if (IsAnnotated(type))
        {
            return StandardResolverAllowPrivate.Instance.GetFormatter<T>() is { } annotated ? Guarded(annotated) : new RefusingFormatter<T>();
        }

        if (IsFramework(type) || type.IsArray)
        {
            return Framework.GetFormatter<T>() is { } known ? Guarded(known)
                : TextForms.Find<T>() is { } text ? text
                : TravellingType.IsPlainFrameworkValue(type) ? new FieldFormatter<T>()
                : new RefusingFormatter<T>();
        }

        return FieldFormatter<T>.CanCarry ? new FieldFormatter<T>() : new RefusingFormatter<T>();
    }

    private static IMessagePackFormatter<T?> Guarded<T>(IMessagePackFormatter<T> formatter) =>
        (typeof(T).IsArray || typeof(T).IsValueType ? formatter : new ExactFormatter<T>(formatter))!;

    private static IMessagePackFormatter<T?> Make<T>(Type definition) =>
        (IMessagePackFormatter<T?>)Activator.CreateInstance(definition.MakeGenericType(typeof(T)))!;

    private static bool IsAnnotated(Type type) =>
        type.IsDefined(typeof(MessagePackObjectAttribute), inherit: false)
        || type.IsDefined(typeof(MessagePackFormatterAttribute), inherit: false)
        || type.IsDefined(typeof(UnionAttribute), inherit: false);

    /// <summary>Whether the type is the runtime's own: such a type's fields are nobody's contract.</summary>
    public static bool IsFramework(Type type) => FrameworkAssemblies.GetOrAdd(type.Assembly, assembly =>
        assembly == typeof(object).Assembly
        || (assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product is "Microsoft® .NET" && !assembly.IsDynamic));

    private static readonly ConcurrentDictionary<Assembly, bool> FrameworkAssemblies = new();

    private static class Cache<T>
    {
        public static readonly IMessagePackFormatter<T> Formatter = Create<T>()!;
    }
}
