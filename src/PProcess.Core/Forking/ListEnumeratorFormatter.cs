using System.Reflection;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Carries the place at which a <see langword="foreach"/> over a list is.</summary>
/// <remarks>A copied list counts its changes anew; whether it has changed during the loop is carried as the difference.</remarks>
internal sealed class ListEnumeratorFormatter<T> : IMessagePackFormatter<List<T>.Enumerator>
{
    private static readonly FieldInfo List = Field("_list");
    private static readonly FieldInfo Index = Field("_index");
    private static readonly FieldInfo Version = Field("_version");
    private static readonly FieldInfo Current = Field("_current");
    private static readonly FieldInfo ListVersion = typeof(List<T>).GetField("_version", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public void Serialize(ref MessagePackWriter writer, List<T>.Enumerator value, MessagePackSerializerOptions options)
    {
        object boxed = value;
        var list = (List<T>?)List.GetValue(boxed);
        options.Resolver.GetFormatterWithVerify<List<T>?>().Serialize(ref writer, list, options);
        writer.WriteInt32((int)Index.GetValue(boxed)!);
        writer.WriteInt32((int)Version.GetValue(boxed)! - VersionOf(list));
        options.Resolver.GetFormatterWithVerify<T?>().Serialize(ref writer, (T?)Current.GetValue(boxed), options);
    }

    public List<T>.Enumerator Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        object boxed = default(List<T>.Enumerator);
        var list = options.Resolver.GetFormatterWithVerify<List<T>?>().Deserialize(ref reader, options);
        List.SetValue(boxed, list);
        Index.SetValue(boxed, reader.ReadInt32());
        Version.SetValue(boxed, reader.ReadInt32() + VersionOf(list));
        Current.SetValue(boxed, options.Resolver.GetFormatterWithVerify<T?>().Deserialize(ref reader, options));
        return (List<T>.Enumerator)boxed;
    }

    private static int VersionOf(List<T>? list) => list is null ? 0 : (int)ListVersion.GetValue(list)!;

    private static FieldInfo Field(string name) => typeof(List<T>.Enumerator).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
}
