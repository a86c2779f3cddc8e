using System.Buffers.Binary;

namespace PProcess.Framing;

/// <summary>Cuts messages into frames. Other messages' frames may come between those of one.</summary>
internal static class Messages
{
    // Others' frames leave between two parts of a message that somebody waits for.
    private const int PartSize = 2 * 1024 * 1024;

    /// <summary>Sends a message of any length, cut into frames, waiting while too much is under way.</summary>
    /// <remarks>A long message is read until the call has ended.</remarks>
    public static ValueTask SendAsync(this FrameWriter frames, FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (message.Length > Frame.MaxBody || !frames.HasRoom)
        {
            return frames.SendLongAsync(kind, flags, id, message, cancellationToken);
        }

        frames.Write(kind, flags, id, message.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Appends a message of any length, cut into frames, without waiting.</summary>
    /// <remarks>A long message is read after the call, and must not change.</remarks>
    public static void WriteMessage(this FrameWriter frames, FrameKind kind, uint id, ReadOnlyMemory<byte> message)
    {
        if (message.Length > FrameWriter.MaxCopied)
        {
            frames.WriteLarge(kind, id, [], message);
            return;
        }

        do
        {
            var body = message[..Math.Min(message.Length, Frame.MaxBody)];
            message = message[body.Length..];
            frames.Write(kind, message.IsEmpty ? FrameFlags.None : FrameFlags.More, id, body.Span);
        }
        while (!message.IsEmpty);
    }

    /// <summary>Appends a long message in two parts, the second of which is read after the call, and must not change.</summary>
    public static void WriteLarge(this FrameWriter frames, FrameKind kind, uint id, ReadOnlySpan<byte> head, ReadOnlyMemory<byte> rest)
    {
        frames.WriteLength(kind, id, head.Length + rest.Length, null);
        frames.WriteHead(kind, id, head);
        frames.Append(kind, FrameFlags.None, id, rest, null);
    }

    /// <summary>Appends a message that ends in an array, which is read after the call, and must not change.</summary>
    public static void WriteWithTail(this FrameWriter frames, FrameKind kind, uint id, ReadOnlySpan<byte> head, Tail tail)
    {
        frames.WriteLength(kind, id, head.Length, tail);
        frames.WriteHead(kind, id, head);
        frames.Append(kind, FrameFlags.None, id, tail.Bytes, null);
    }

    /// <summary>Sends a message that ends in an array, which is read until the call has ended.</summary>
    public static ValueTask SendWithTailAsync(this FrameWriter frames, FrameKind kind, FrameFlags flags, uint id, ReadOnlySpan<byte> head, Tail tail)
    {
        frames.WriteLength(kind, id, head.Length, tail);
        frames.WriteHead(kind, id, head);
        return frames.SendPartsAsync(kind, flags, id, tail.Bytes, CancellationToken.None);
    }

    // What the receiver can put straight into its place; where there is no lane, only arrays are worth it.
    private static void WriteLength(this FrameWriter frames, FrameKind kind, uint id, int length, Tail? tail)
    {
        if (frames.Lane is not null || tail is not null)
        {
            Span<byte> body = stackalloc byte[4 * sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(body, (int)kind);
            BinaryPrimitives.WriteInt32LittleEndian(body[4..], length);
            BinaryPrimitives.WriteInt32LittleEndian(body[8..], (int)(tail?.Kind ?? default));
            BinaryPrimitives.WriteInt32LittleEndian(body[12..], tail?.Bytes.Length ?? 0);
            frames.Write(FrameKind.Length, FrameFlags.None, id, body);
        }
    }

    private static void WriteHead(this FrameWriter frames, FrameKind kind, uint id, ReadOnlySpan<byte> head)
    {
        while (!head.IsEmpty)
        {
            var body = head[..Math.Min(head.Length, Frame.MaxBody)];
            head = head[body.Length..];
            frames.Write(kind, FrameFlags.More, id, body);
        }
    }

    private static async ValueTask SendLongAsync(this FrameWriter frames, FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (message.Length > FrameWriter.MaxCopied)
        {
            frames.WriteLength(kind, id, message.Length, null);
            await frames.SendPartsAsync(kind, flags, id, message, cancellationToken).ConfigureAwait(false);
            return;
        }

        do
        {
            await frames.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            var body = message[..Math.Min(message.Length, Frame.MaxBody)];
            message = message[body.Length..];
            frames.Write(kind, message.IsEmpty ? flags : flags | FrameFlags.More, id, body.Span);
        }
        while (!message.IsEmpty);
    }

    private static async ValueTask SendPartsAsync(this FrameWriter frames, FrameKind kind, FrameFlags flags, uint id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        for (var start = 0; start < message.Length; start += PartSize)
        {
            await frames.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            var part = message.Slice(start, Math.Min(PartSize, message.Length - start));
            var isLast = start + part.Length == message.Length;
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            frames.Append(kind, isLast ? flags : flags | FrameFlags.More, id, part, written);
            await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
