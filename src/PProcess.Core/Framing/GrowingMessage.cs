namespace PProcess.Framing;

/// <summary>A message that arrives in parts, and the array that it may end in.</summary>
/// <param name="expected">How many bytes come before the array; 0 where there is none.</param>
/// <param name="kind">The type of the array's elements.</param>
/// <param name="tailSize">How many bytes the array has.</param>
/// <param name="credit">What the sender can be believed.</param>
internal sealed class GrowingMessage(int expected, TypeCode kind, int tailSize, TailCredit credit) : IDisposable
{
    private readonly ArrivingBytes _head = new();
    private readonly ArrivingBytes _tailStart = new(); // Until so much has arrived that the claim can be believed.
    private int _tailLength;

    public ReadOnlyMemory<byte> Written => _head.Written;

    /// <summary>The array, once the message is whole; null where it ends in none.</summary>
    public Array? Tail { get; private set; }

    /// <exception cref="ProtocolException">The message becomes longer than any can be, or than it was said to be.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var ofHead = tailSize == 0 ? bytes.Length : Math.Min(bytes.Length, expected - _head.Length);
        _head.Append(bytes[..ofHead]);
        if (ofHead < bytes.Length)
        {
            AppendTail(bytes[ofHead..]);
        }
    }

    /// <summary>Nothing more comes.</summary>
    /// <exception cref="ProtocolException">The message is shorter than it was said to be.</exception>
    public void CheckEnd()
    {
        if (_tailLength < tailSize)
        {
            throw new ProtocolException($"A message ends after {_tailLength} of the {tailSize} bytes that its array should have.");
        }
    }

    public void Dispose()
    {
        _head.Dispose();
        _tailStart.Dispose();
    }

    private void AppendTail(ReadOnlySpan<byte> bytes)
    {
        var needed = (long)_tailLength + bytes.Length;
        if (needed > tailSize)
        {
            throw new ProtocolException($"A message goes on after the {tailSize} bytes that its array should have.");
        }

        credit.OnArrived(bytes.Length);
        if (Tail is null && credit.TryClaim(tailSize))
        {
            Tail = Framing.Tail.Allocate(kind, tailSize);
            _tailStart.Written.Span.CopyTo(Framing.Tail.BytesOf(Tail, tailSize));
            _tailStart.Dispose();
        }

        if (Tail is null)
        {
            _tailStart.Append(bytes);
        }
        else
        {
            bytes.CopyTo(Framing.Tail.BytesOf(Tail, tailSize)[_tailLength..]);
        }

        _tailLength = (int)needed;
    }
}
