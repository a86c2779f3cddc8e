using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Carries a function, unless it is one of an object that is left out: then so is the function.</summary>
internal sealed class BoundDelegateFormatter<T>(IMessagePackFormatter<T?> inner) : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options) =>
        inner.Serialize(ref writer, value is Delegate { Target: { } target } && ProcessBound.Is(target.GetType()) ? default : value, options);

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => inner.Deserialize(ref reader, options);
}
