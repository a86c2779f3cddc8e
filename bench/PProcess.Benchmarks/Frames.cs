using BenchmarkDotNet.Attributes;
using PProcess.Framing;

namespace PProcess.Benchmarks;

/// <summary>Writing a thousand frames in one batch, and cutting as many bytes into frames again.</summary>
[MemoryDiagnoser]
public class Frames
{
    private const int Count = 1_000;

    private readonly FrameReader _reader = new();
    private FrameWriter _writer = null!;
    private byte[] _body = null!;
    private byte[] _received = null!;

    /// <summary>Bytes in the body of each frame.</summary>
    [Params(8, 1024)]
    public int Body { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _body = new byte[Body];
        using var received = new MemoryStream();
        var recorder = new FrameWriter(bytes =>
        {
            received.Write(bytes.Span);
            return ValueTask.CompletedTask;
        });
        WriteAll(recorder);
        _received = received.ToArray();
        _writer = new FrameWriter(_ => ValueTask.CompletedTask);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Write() => WriteAll(_writer);

    [Benchmark(OperationsPerInvoke = Count)]
    public int Read()
    {
        var frames = 0;
        for (ReadOnlyMemory<byte> rest = _received; !rest.IsEmpty;)
        {
            var room = _reader.GetMemory();
            var part = rest[..Math.Min(rest.Length, room.Length)];
            part.CopyTo(room);
            _reader.Advance(part.Length);
            rest = rest[part.Length..];
            while (_reader.TryRead(out _))
            {
                frames++;
            }
        }

        return frames;
    }

    private void WriteAll(FrameWriter writer)
    {
        using (writer.Batch())
        {
            for (uint id = 0; id < Count; id++)
            {
                writer.Write(FrameKind.Result, FrameFlags.None, id, _body);
            }
        }
    }
}
