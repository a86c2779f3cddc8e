using System.Buffers.Binary;
using PProcess.Sharing;

namespace PProcess.Framing;

/// <summary>Reads a message from front to back.</summary>
/// <remarks>Every read checks the bytes that are left before it allocates anything.</remarks>
/// <param name="message">The whole message.</param>
internal struct MessageReader(ReadOnlyMemory<byte> message)
{
    public ReadOnlyMemory<byte> Unread { get; private set; } = message;

    /// <summary>The large array that the message ends in; null for none.</summary>
    public Array? Tail { get; init; }

    /// <summary>Who shared buffers in the message are for; null for nobody in particular.</summary>
    public ISharedReceiver? Receiver { get; init; }

    /// <summary>Takes the array that the message ends in.</summary>
    /// <exception cref="ProtocolException">It is another, or none.</exception>
    public readonly TElement[] TakeTail<TElement>() => Tail is { } tail && tail.GetType() == typeof(TElement[])
        ? (TElement[])tail
        : throw new ProtocolException($"A message claims to end in a {typeof(TElement[])}, and ends in {Tail?.GetType().ToString() ?? "none"}.");

    public byte ReadByte() => ReadBytes(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));

    /// <summary>Reads how many elements follow that have at least so many bytes each.</summary>
    /// <exception cref="ProtocolException">The message is too short for them.</exception>
    public int ReadCount(int elementSize)
    {
        var count = ReadInt32();
        return count >= 0 && count <= Unread.Length / elementSize ? count
            : throw new ProtocolException($"A message claims {count} elements in {Unread.Length} bytes.");
    }

    /// <summary>Takes that many bytes.</summary>
    /// <exception cref="ProtocolException">The message is shorter.</exception>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0 || count > Unread.Length)
        {
            throw new ProtocolException($"A message claims {count} bytes where {Unread.Length} are left.");
        }

        var bytes = Unread.Span[..count];
        Unread = Unread[count..];
        return bytes;
    }

    public ReadOnlySpan<byte> ReadBlock() => ReadBytes(ReadInt32());

    /// <summary>Takes a block without copying it.</summary>
    /// <exception cref="ProtocolException">The message is shorter.</exception>
    public ReadOnlyMemory<byte> TakeBlock()
    {
        var length = ReadInt32();
        var block = Unread;
        ReadBytes(length);
        return block[..length];
    }

    public string? ReadString()
    {
        var length = ReadInt32();
        if (length == -1)
        {
            return null;
        }

        if (length < 0 || length > Unread.Length / sizeof(char))
        {
            throw new ProtocolException($"A message claims a text of {length} characters where {Unread.Length} bytes are left.");
        }

        unsafe
        {
            // Not as a span of characters, whose making each cold worker would have to compile.
            fixed (byte* text = ReadBytes(length * sizeof(char)))
            {
                return new string((char*)text, 0, length);
            }
        }
    }

    /// <summary>Goes on behind what another reader took from <see cref="Unread"/>.</summary>
    public void Skip(long count) => Unread = Unread[checked((int)count)..];
}
