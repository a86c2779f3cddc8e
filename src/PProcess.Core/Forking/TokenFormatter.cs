using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Forking;

/// <summary>Carries whether a token can be cancelled: then the created process has one of its own, through which the creator's acts.</summary>
internal sealed class TokenFormatter : IMessagePackFormatter<CancellationToken>
{
    public void Serialize(ref MessagePackWriter writer, CancellationToken value, MessagePackSerializerOptions options)
    {
        if (value.CanBeCanceled)
        {
            ForkToken.Current.Take(value);
        }

        writer.Write(value.CanBeCanceled);
    }

    public CancellationToken Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadBoolean() ? ForkToken.Current.Value : CancellationToken.None;
}
