namespace PProcess.Framing;

/// <summary>A message that arrives in parts.</summary>
/// <remarks>Memory grows with what has arrived: a claimed length costs at most eight times that.</remarks>
internal sealed class GrowingMessage(int expected)
{
    private const int InitialSize = 1024 * 1024;
    private const int SmallestGrowth = 2;
    private const int LargestGrowth = 8;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <exception cref="ProtocolException">The message becomes longer than any can be.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var needed = (long)_length + bytes.Length;
        if (needed > _buffer.Length)
        {
            Grow(needed);
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Grow(long needed)
    {
        if (needed > Array.MaxLength)
        {
            throw new ProtocolException($"A message is longer than the {Array.MaxLength} bytes that one message can have.");
        }

        var size = needed <= expected
            ? Math.Min(expected, Math.Max(InitialSize, LargestGrowth * needed))
            : Math.Min(Array.MaxLength, SmallestGrowth * needed);
        var larger = GC.AllocateUninitializedArray<byte>((int)size);
        Written.Span.CopyTo(larger);
        _buffer = larger;
    }
}
