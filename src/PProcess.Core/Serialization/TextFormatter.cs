using System.Runtime.InteropServices;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>A text as MessagePack's UTF-8 text, or as UTF-16 bytes where it holds unpaired surrogates, which UTF-8 cannot.</summary>
internal sealed class TextFormatter : IMessagePackFormatter<string?>
{
    public void Serialize(ref MessagePackWriter writer, string? value, MessagePackSerializerOptions options)
    {
        if (value is null || IsWellFormed(value))
        {
            writer.Write(value);
        }
        else
        {
            writer.Write(MemoryMarshal.AsBytes(value.AsSpan()));
        }
    }

    public string? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType != MessagePackType.Binary)
        {
            return reader.ReadString();
        }

        var bytes = reader.ReadBytes()!.Value;
        return string.Create((int)bytes.Length / sizeof(char), bytes, static (text, source) =>
        {
            var target = MemoryMarshal.AsBytes(text);
            foreach (var part in source)
            {
                part.Span[..Math.Min(part.Length, target.Length)].CopyTo(target);
                target = target[Math.Min(part.Length, target.Length)..];
            }
        });
    }

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]) && !(i + 1 < value.Length && char.IsSurrogatePair(value[i], value[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
