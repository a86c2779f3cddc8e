using System.Runtime.CompilerServices;
using PProcess.Framing;
using PProcess.Sharing;

namespace PProcess.Serialization;

/// <summary>A shared buffer on the wire: nothing for null, or where it is and how many values it has.</summary>
internal static class SharedBufferForm
{
    public static void Write<T>(MessageWriter message, MessageWriter writer, SharedBuffer<T> value)
        where T : unmanaged
    {
        if (!message.AllowsShared)
        {
            throw new CannotTravelException(
                "shared buffer", "", typeof(SharedBuffer<T>), "it goes to tasks and back, as argument, captured variable, result or message, and nowhere else. Send a copy of its values.");
        }

        if (value.IsGone)
        {
            throw new CannotTravelException("shared buffer", "", typeof(SharedBuffer<T>), "it has been disposed. Dispose it when its receivers have done with it.");
        }

        message.AddShared(value.Block, value);
        value.Block.Reference.Write(writer);
        writer.WriteInt32(value.Length);
    }

    /// <exception cref="SharedMemoryException">The memory cannot be reached.</exception>
    /// <exception cref="ProtocolException">The bytes are no shared buffer of that type.</exception>
    public static SharedBuffer<T> Read<T>(ref MessageReader reader, ISharedReceiver? receiver)
        where T : unmanaged
    {
        var reference = MemoryReference.Read(ref reader);
        var length = reader.ReadInt32();
        var block = SharedBlocks.FindOrOpen(reference);
        try
        {
            if (length < 0 || (long)length * Unsafe.SizeOf<T>() > block.Size)
            {
                throw new ProtocolException($"A shared buffer claims {length} values of {Unsafe.SizeOf<T>()} bytes in a block of {block.Size}.");
            }

            var buffer = new SharedBuffer<T>(block, length);
            receiver?.OnArrived(block, buffer);
            return buffer;
        }
        finally
        {
            block.Unhold();
        }
    }
}
