using System.Collections;
using System.Reflection;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Carries the place at which a <see langword="foreach"/> over a dictionary or a hash set is: how many elements are behind it.</summary>
/// <remarks>A copied table has its elements in the same order, but neither the gaps that removed ones have left nor the count of its changes.</remarks>
internal sealed class TableEnumeratorFormatter<TEnumerator, TTable> : IMessagePackFormatter<TEnumerator>
    where TEnumerator : struct, IEnumerator
    where TTable : class
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly FieldInfo Table = typeof(TEnumerator).GetFields(Declared).Single(field => field.FieldType == typeof(TTable));
    private static readonly FieldInfo Index = typeof(TEnumerator).GetField("_index", Declared)!;
    private static readonly FieldInfo Version = typeof(TEnumerator).GetField("_version", Declared)!;
    private static readonly FieldInfo TableVersion = typeof(TTable).GetField("_version", Declared)!;

    // Whether the elements of a dictionary are given as pairs or as entries.
    private static readonly FieldInfo? Form = typeof(TEnumerator).GetField("_getEnumeratorRetType", Declared);

    public void Serialize(ref MessagePackWriter writer, TEnumerator value, MessagePackSerializerOptions options)
    {
        object boxed = value;
        var table = (TTable?)Table.GetValue(boxed);
        options.Resolver.GetFormatterWithVerify<TTable?>().Serialize(ref writer, table, options);
        if (table is null)
        {
            return;
        }

        writer.WriteInt32((int)Version.GetValue(boxed)! - VersionOf(table));
        writer.WriteInt32((int?)Form?.GetValue(boxed) ?? 0);
        writer.WriteInt32(CountBehind(table, (int)Index.GetValue(boxed)!));
    }

    public TEnumerator Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (options.Resolver.GetFormatterWithVerify<TTable?>().Deserialize(ref reader, options) is not { } table)
        {
            return default;
        }

        var missedChanges = reader.ReadInt32();
        var form = reader.ReadInt32();
        var enumerator = Begin(table);
        Form?.SetValue(enumerator, form);
        for (var behind = reader.ReadInt32(); behind > 0; behind--)
        {
            enumerator.MoveNext();
        }

        Version.SetValue(enumerator, VersionOf(table) + missedChanges);
        return (TEnumerator)enumerator;
    }

    private static int CountBehind(TTable table, int index)
    {
        var count = 0;
        for (var enumerator = Begin(table); enumerator.MoveNext() && (int)Index.GetValue(enumerator)! <= index;)
        {
            count++;
        }

        return count;
    }

    private static IEnumerator Begin(TTable table)
    {
        IEnumerator enumerator = default(TEnumerator);
        Table.SetValue(enumerator, table);
        Version.SetValue(enumerator, VersionOf(table));
        return enumerator;
    }

    private static int VersionOf(TTable table) => (int)TableVersion.GetValue(table)!;
}
