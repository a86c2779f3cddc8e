namespace PProcess.Framing;

/// <summary>A message that arrives in parts, and the array that it may end in.</summary>
/// <remarks>Memory grows with what has arrived: claimed lengths cost at most eight times that.</remarks>
/// <param name="expected">How many bytes come before the array; 0 where that is not known, and there is none.</param>
/// <param name="kind">The type of the array's elements.</param>
/// <param name="tailSize">How many bytes the array has.</param>
internal sealed class GrowingMessage(int expected, TypeCode kind, int tailSize)
{
    private const int InitialSize = 1024 * 1024;
    private const int SmallestGrowth = 2;
    private const int LargestGrowth = 8;

    private byte[] _head = [];
    private int _length;
    private Array _tail = Array.Empty<byte>();
    private int _tailRoom;
    private int _tailLength;

    public ReadOnlyMemory<byte> Written => _head.AsMemory(0, _length);

    /// <summary>The array, once the message is whole; null where it ends in none.</summary>
    /// <exception cref="ProtocolException">The message is shorter than it was said to be.</exception>
    public Array? Tail => tailSize == 0 ? null
        : _tailLength == tailSize ? _tail
        : throw new ProtocolException($"A message ends after {_tailLength} of the {tailSize} bytes that its array should have.");

    /// <exception cref="ProtocolException">The message becomes longer than any can be, or than it was said to be.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (tailSize > 0)
        {
            var ofHead = Math.Min(bytes.Length, expected - _length);
            AppendTail(bytes[ofHead..]);
            bytes = bytes[..ofHead];
        }

        var needed = (long)_length + bytes.Length;
        if (needed > _head.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Grown(needed, expected));
            Written.Span.CopyTo(larger);
            _head = larger;
        }

        bytes.CopyTo(_head.AsSpan(_length));
        _length += bytes.Length;
    }

    private void AppendTail(ReadOnlySpan<byte> bytes)
    {
        var needed = (long)_tailLength + bytes.Length;
        if (needed > tailSize)
        {
            throw new ProtocolException($"A message goes on after the {tailSize} bytes that its array should have.");
        }

        if (needed > _tailRoom)
        {
            var room = Math.Min(tailSize, (Grown(needed, tailSize) + 7) & ~7); // Whole elements, of any size.
            var larger = Framing.Tail.Allocate(kind, room);
            Framing.Tail.BytesOf(_tail, _tailLength).CopyTo(Framing.Tail.BytesOf(larger, room));
            (_tail, _tailRoom) = (larger, room);
        }

        bytes.CopyTo(Framing.Tail.BytesOf(_tail, _tailRoom)[_tailLength..]);
        _tailLength += bytes.Length;
    }

    private static int Grown(long needed, int expected) => needed > Array.MaxLength
        ? throw new ProtocolException($"A message is longer than the {Array.MaxLength} bytes that one message can have.")
        : (int)(needed <= expected ? Math.Min(expected, Math.Max(InitialSize, LargestGrowth * needed)) : Math.Min(Array.MaxLength, SmallestGrowth * needed));
}
