using MessagePack;
using MessagePack.Formatters;
using PProcess.Serialization;

namespace PProcess.Forking;

/// <summary>Decides how values travel to a created process: as any others, but what is shared stays shared, and what is bound to the process is left out.</summary>
/// <remarks>It goes one way only, from the creator to the process that it has created: hence types may be named.</remarks>
internal sealed class ForkResolver : IFormatterResolver
{
    public static readonly ForkResolver Instance = new();

    public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

    private static IMessagePackFormatter<T?> Create<T>()
    {
        var type = typeof(T);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Suspended<>))
        {
            return Make<T>(typeof(SuspendedFormatter<>), type.GetGenericArguments());
        }

        if (ProcessBound.Is(type))
        {
            return new AbsentFormatter<T>();
        }

        if (type == typeof(CancellationToken))
        {
            return (IMessagePackFormatter<T?>)(object)new TokenFormatter();
        }

        if (type == typeof(FunctionReference))
        {
            return (IMessagePackFormatter<T?>)(object)new FunctionReferenceFormatter();
        }

        if (Enumerators.IsOfList(type))
        {
            return Make<T>(typeof(ListEnumeratorFormatter<>), type.GetGenericArguments());
        }

        if (Enumerators.IsOfArray(type))
        {
            return Make<T>(typeof(ArrayEnumeratorFormatter<,>), [type, type.GetGenericArguments()[0]]);
        }

        if (Enumerators.TableOf(type) is { } table)
        {
            return Make<T>(typeof(TableEnumeratorFormatter<,>), [type, table]);
        }

        if (Enumerators.IsOfQuery(type))
        {
            return new FieldFormatter<T>(isTracked: true);
        }

        if (typeof(Exception).IsAssignableFrom(type))
        {
            return new SharedFormatter<T>(Make<T>(typeof(ExceptionFormatter<>), [type]));
        }

        var ordinary = TravelResolver.Instance.GetFormatter<T>()!;
        if (ordinary is RefusingFormatter<T> && Enumerators.Is(type))
        {
            ordinary = new RefusingFormatter<T>("enumerator", Refusal.OfLoop)!;
        }

        if (type.IsValueType || type == typeof(string))
        {
            return ordinary!;
        }

        return ordinary switch
        {
            FieldFormatter<T> => type.IsSealed ? new FieldFormatter<T>(isTracked: true) : new ActualTypeFormatter<T>(new FieldFormatter<T>(isTracked: true)),
            _ when typeof(Delegate).IsAssignableFrom(type) => new BoundDelegateFormatter<T>(ordinary!),
            _ when type.IsAbstract || type == typeof(object) => new ActualTypeFormatter<T>(ordinary!),
            _ => new SharedFormatter<T>(ordinary!),
        };
    }

    private static IMessagePackFormatter<T?> Make<T>(Type definition, Type[] arguments) =>
        (IMessagePackFormatter<T?>)Activator.CreateInstance(definition.MakeGenericType(arguments))!;

    private static class Cache<T>
    {
        public static readonly IMessagePackFormatter<T> Formatter = Create<T>()!;
    }
}
