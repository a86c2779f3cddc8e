namespace PProcess.Framing;

/// <summary>A message, or a part of one, that is sent from where it is, without being copied into the frames that wait.</summary>
/// <param name="Position">How many of the bytes that wait leave before it.</param>
/// <param name="Kind">The kind of its frames.</param>
/// <param name="Flags">The flags of its last frame.</param>
/// <param name="Id">The id of its frames.</param>
/// <param name="Body">Its bytes, which must not change until it is written.</param>
/// <param name="Written">Ends when it is written, or dropped.</param>
internal sealed record LargeMessage(int Position, FrameKind Kind, FrameFlags Flags, uint Id, ReadOnlyMemory<byte> Body, TaskCompletionSource? Written);
