namespace PProcess.Core.Tests.Workers;

/// <summary>Is read part by part: what the first asks for has been done when the next is read.</summary>
internal sealed class PartedStream(params byte[][] parts) : MemoryStream
{
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        if (_next == parts.Length)
        {
            return 0;
        }

        parts[_next].CopyTo(buffer);
        return parts[_next++].Length;
    }
}
