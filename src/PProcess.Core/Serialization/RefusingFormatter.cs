using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>Lets nothing but the default value through: null arrives as null, whatever the type.</summary>
internal sealed class RefusingFormatter<T> : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (!EqualityComparer<T?>.Default.Equals(value, default))
        {
            throw new CannotTravelException("value", "", value!.GetType(), Reason());
        }

        writer.WriteNil();
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.ReadNil();
        return default;
    }

    private static string Reason()
    {
        var type = typeof(T);
        if (type == typeof(object) || ((type.IsInterface || type.IsAbstract) && !TravelResolver.IsFramework(type)))
        {
            return $"it is declared as {type}, so that the other side could not know what arrives. Declare it as its own type.";
        }

        return typeof(Task).IsAssignableFrom(type) || type == typeof(CancellationToken)
            ? "it belongs to this process. Await tasks before; take tokens as a parameter of the function."
            : "it holds something of this process (a handle, a lock, a thread, native memory) or has no known form. Pass what it is made from instead, such as a path or a copy of the data.";
    }
}
