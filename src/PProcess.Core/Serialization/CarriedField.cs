using System.Reflection;
using MessagePack;

namespace PProcess.Serialization;

/// <summary>One field of a type that travels field by field.</summary>
internal abstract class CarriedField
{
    private static readonly string[] Nameless = ["CS$<>", "<>8__", "<>7__", "<>s__"];

    private readonly FieldInfo _field;

    private CarriedField(FieldInfo field)
    {
        _field = field;
        (Name, IsTransparent) = SourceName(field.Name);
    }

    /// <summary>The name that the source has for it.</summary>
    public string Name { get; }

    /// <summary>Whether it is the compiler's own, such as a link between closures, which the source has no name for.</summary>
    public bool IsTransparent { get; }

    public abstract void Write(ref MessagePackWriter writer, object owner, MessagePackSerializerOptions options);

    public abstract void Read(ref MessagePackReader reader, object owner, MessagePackSerializerOptions options);

    public static CarriedField Create(FieldInfo field) => TravellingType.IsPointer(field.FieldType)
        ? new Pointer(field)
        : (CarriedField)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(field.FieldType), field)!;

    // The compiler's names: <>4__this, CS$<>8__locals1 and <>8__1 (closures), <Name>k__BackingField, <parameter>P, <local>5__2,
    // <>7__wrap1 and <>s__1 (what a foreach, a using or an expression keeps).
    private static (string Name, bool IsTransparent) SourceName(string name)
    {
        if (name.EndsWith("__this", StringComparison.Ordinal))
        {
            return ("this", false);
        }

        if (Nameless.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return (name, true);
        }

        var end = name.IndexOf('>', StringComparison.Ordinal);
        return (name.StartsWith('<') && end > 1 ? name[1..end] : name, false);
    }

    private sealed class Typed<TField>(FieldInfo field) : CarriedField(field)
    {
        public override void Write(ref MessagePackWriter writer, object owner, MessagePackSerializerOptions options) =>
            options.Resolver.GetFormatterWithVerify<TField?>().Serialize(ref writer, (TField?)_field.GetValue(owner), options);

        public override void Read(ref MessagePackReader reader, object owner, MessagePackSerializerOptions options) =>
            _field.SetValue(owner, options.Resolver.GetFormatterWithVerify<TField?>().Deserialize(ref reader, options));
    }

    /// <summary>A pointer, which no type argument can be; null arrives as null.</summary>
    private sealed class Pointer(FieldInfo field) : CarriedField(field)
    {
        public override unsafe void Write(ref MessagePackWriter writer, object owner, MessagePackSerializerOptions options)
        {
            var isNull = _field.GetValue(owner) switch
            {
                null => true,
                nint address => address == 0, // A function pointer.
                System.Reflection.Pointer pointer => System.Reflection.Pointer.Unbox(pointer) is null,
                _ => false,
            };
            if (!isNull)
            {
                throw new CannotTravelException("pointer", "", _field.FieldType, Refusal.OfAddress);
            }

            writer.WriteNil();
        }

        public override void Read(ref MessagePackReader reader, object owner, MessagePackSerializerOptions options) => reader.ReadNil();
    }
}
