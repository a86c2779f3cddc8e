using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>A shared buffer that is the whole value: whether it is null, and where it is.</summary>
internal sealed class SharedBufferCodec<T> : ValueCodec<SharedBuffer<T>?>
    where T : unmanaged
{
    public override void Write(MessageWriter writer, SharedBuffer<T>? value)
    {
        writer.WriteByte(value is null ? (byte)0 : (byte)1);
        if (value is not null)
        {
            SharedBufferForm.Write(writer, writer, value);
        }
    }

    public override SharedBuffer<T>? Read(ref MessageReader reader) =>
        reader.ReadByte() == 0 ? null : SharedBufferForm.Read<T>(ref reader, reader.Receiver);
}
