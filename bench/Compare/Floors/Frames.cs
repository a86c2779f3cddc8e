using System.Buffers.Binary;
using System.Net.Sockets;

namespace Compare.Floors;

/// <summary>The smallest message that names a task and carries a number: four bytes and eight.</summary>
internal static class Frames
{
    public const int Size = 12;
    public const int Batch = 4096;
    public const int BatchBytes = Size * Batch;

    public static void Write(Span<byte> frame, int task, long value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, task);
        BinaryPrimitives.WriteInt64LittleEndian(frame[4..], value);
    }

    public static (int Task, long Value) Read(ReadOnlySpan<byte> frame) =>
        (BinaryPrimitives.ReadInt32LittleEndian(frame), BinaryPrimitives.ReadInt64LittleEndian(frame[4..]));

    /// <summary>Puts answers in the place of tasks.</summary>
    public static void Square(Span<byte> frames)
    {
        for (; !frames.IsEmpty; frames = frames[Size..])
        {
            var (task, x) = Read(frames);
            Write(frames, task, x * x);
        }
    }

    public static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    public static void Receive(Socket socket, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var received = socket.Receive(bytes);
            bytes = received > 0 ? bytes[received..] : throw new EndOfStreamException("The floor's process has ended.");
        }
    }
}
