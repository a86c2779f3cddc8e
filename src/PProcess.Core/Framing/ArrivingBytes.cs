using System.Buffers;

namespace PProcess.Framing;

/// <summary>The bytes of a large message that arrives in parts, in memory that goes back to the system as soon as the message was read.</summary>
/// <remarks>
/// Not thread-safe. The collected heap is the wrong place for them: every growth would leave an array behind into which nothing else fits, and whose
/// memory the runtime keeps for a while, so that a process with a limited heap could run out of memory while most of it is free.
/// </remarks>
internal sealed class ArrivingBytes : MemoryManager<byte>
{
    private const int FirstSize = 256 * 1024;

    private readonly UncollectedMemory _memory = new();

    public int Length { get; private set; }

    /// <summary>What has been appended; valid until more is, or this is disposed.</summary>
    public ReadOnlyMemory<byte> Written => CreateMemory(Length);

    /// <exception cref="ProtocolException">That is more than a message can have.</exception>
    /// <exception cref="InsufficientMemoryException">It is more than the system has.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var needed = (long)Length + bytes.Length;
        if (needed > Array.MaxLength)
        {
            throw new ProtocolException($"A message is longer than the {Array.MaxLength} bytes that one message can have.");
        }

        if (needed > _memory.Size)
        {
            _memory.Grow(Math.Max(needed, Math.Max(FirstSize, 2L * _memory.Size)));
        }

        bytes.CopyTo(_memory.Span[Length..]);
        Length = (int)needed;
    }

    public void Dispose() => Dispose(disposing: true);

    public override Span<byte> GetSpan() => _memory.Span;

    public override unsafe MemoryHandle Pin(int elementIndex = 0) => new((byte*)_memory.DangerousGetHandle() + elementIndex, pinnable: this);

    public override void Unpin()
    {
        // It does not move while it is read.
    }

    protected override void Dispose(bool disposing) => _memory.Dispose();
}
