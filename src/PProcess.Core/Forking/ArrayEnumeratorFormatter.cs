using System.Reflection;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Carries the place at which a <see langword="foreach"/> over an array is that is declared as a sequence.</summary>
internal sealed class ArrayEnumeratorFormatter<TEnumerator, T> : IMessagePackFormatter<TEnumerator?>
    where TEnumerator : class, IEnumerator<T>
{
    private static readonly FieldInfo Array = Field("_array");
    private static readonly FieldInfo Index = Field("_index");

    public void Serialize(ref MessagePackWriter writer, TEnumerator? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteInt32((int)Index.GetValue(value)!);
        options.Resolver.GetFormatterWithVerify<T[]>().Serialize(ref writer, (T[])Array.GetValue(value)!, options);
    }

    public TEnumerator? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var index = reader.ReadInt32();
        var array = options.Resolver.GetFormatterWithVerify<T[]>().Deserialize(ref reader, options);
        var enumerator = (TEnumerator)((IEnumerable<T>)array).GetEnumerator();
        if (array.Length > 0)
        {
            // Empty arrays share one enumerator, which has no place to be at.
            Index.SetValue(enumerator, index);
        }

        return enumerator;
    }

    private static FieldInfo Field(string name)
    {
        for (var type = typeof(TEnumerator); ; type = type.BaseType!)
        {
            if (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } field)
            {
                return field;
            }
        }
    }
}
