namespace PProcess.Core.Tests.Workers;

/// <summary>Is read part by part: what the first asks for has been done when the next is read.</summary>
internal sealed class PartedStream(params byte[][] parts) : MemoryStream
{
    private int _next;

    /// <summary>Called before a part is read, with that part; may hold it back.</summary>
    public Action<byte[]>? Reading { get; init; }

    public override int Read(Span<byte> buffer)
    {
        if (_next == parts.Length)
        {
            return 0;
        }

        Reading?.Invoke(parts[_next]);
        parts[_next].CopyTo(buffer);
        return parts[_next++].Length;
    }
}
