using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>Lets nothing but the default value through: null arrives as null, whatever the type.</summary>
/// <param name="kind">What it is that is refused.</param>
/// <param name="reason">Why it is; null: as the type tells.</param>
internal sealed class RefusingFormatter<T>(string kind = "value", string? reason = null) : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (!IsDefault(ref value))
        {
            throw new CannotTravelException(kind, "", value!.GetType(), reason ?? Reason(value.GetType()));
        }

        writer.WriteNil();
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.ReadNil();
        return default;
    }

    // By the bits: the comparison that a type has for itself may throw.
    private static bool IsDefault(ref T? value) =>
        !MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T?, byte>(ref value), Unsafe.SizeOf<T?>()).ContainsAnyExcept((byte)0);

    private static string Reason(Type actual)
    {
        if (actual == typeof(object))
        {
            return "it is a plain object, which is good for locking only, and a lock holds within one process. Create it where it is used.";
        }

        var type = typeof(T);
        if (type == typeof(object) || ((type.IsInterface || type.IsAbstract) && !TravelResolver.IsFramework(type)))
        {
            return $"it is declared as {type}, so that the other side could not know what arrives. Declare it as its own type.";
        }

        if (typeof(Task).IsAssignableFrom(type) || type == typeof(CancellationToken))
        {
            return "it belongs to this process. Await tasks before; take tokens as a parameter of the function.";
        }

        return type == typeof(nint) || type == typeof(nuint) ? Refusal.OfAddress
            : type.IsDefined(typeof(InlineArrayAttribute), inherit: false) ? "it is an inline array, whose elements no field names. Pass an array."
            : "it has no known form that another process could rebuild it from. Pass what it is made from instead, such as a path or a copy of the data.";
    }
}
