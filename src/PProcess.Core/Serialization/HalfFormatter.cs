using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>A half as its bits: as the wider number that MessagePack makes of it, a signalling NaN would become a quiet one.</summary>
internal sealed class HalfFormatter : IMessagePackFormatter<Half>
{
    public void Serialize(ref MessagePackWriter writer, Half value, MessagePackSerializerOptions options) =>
        writer.Write(BitConverter.HalfToUInt16Bits(value));

    public Half Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => BitConverter.UInt16BitsToHalf(reader.ReadUInt16());
}
