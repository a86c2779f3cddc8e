using System.Buffers;
using System.Runtime.InteropServices;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>A decimal as its four parts: MessagePack's text loses the sign of zero.</summary>
internal sealed class DecimalFormatter : IMessagePackFormatter<decimal>
{
    public void Serialize(ref MessagePackWriter writer, decimal value, MessagePackSerializerOptions options)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        writer.Write(MemoryMarshal.AsBytes(parts));
    }

    public decimal Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        Span<int> parts = stackalloc int[4];
        var bytes = reader.ReadBytes();
        if (bytes?.Length != parts.Length * sizeof(int))
        {
            throw new MessagePackSerializationException("A decimal has four parts.");
        }

        bytes.Value.CopyTo(MemoryMarshal.AsBytes(parts));
        return new decimal(parts);
    }
}
