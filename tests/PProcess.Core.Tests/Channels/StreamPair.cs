using PProcess.Channels;
using PProcess.Framing;

namespace PProcess.Core.Tests.Channels;

/// <summary>Two ends of one channel, connected in memory: what one writes as frames the other takes in at once.</summary>
internal sealed class StreamPair
{
    private readonly FrameReader _toNear = new();
    private readonly FrameReader _toFar = new();

    public StreamPair()
    {
        Near.Connect(new FrameWriter(bytes => Deliver(bytes, _toFar, Far)), 1);
        Far.Connect(new FrameWriter(bytes => Deliver(bytes, _toNear, Near)), 1);
    }

    public ChannelStream Near { get; } = new();

    public ChannelStream Far { get; } = new();

    private static ValueTask Deliver(ReadOnlyMemory<byte> bytes, FrameReader reader, ChannelStream target)
    {
        while (!bytes.IsEmpty)
        {
            var memory = reader.GetMemory();
            var count = Math.Min(bytes.Length, memory.Length);
            bytes[..count].CopyTo(memory);
            bytes = bytes[count..];
            reader.Advance(count);
            while (reader.TryRead(out var frame))
            {
                Deliver(frame, target);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static void Deliver(in Frame frame, ChannelStream target)
    {
        switch (frame.Kind)
        {
            case FrameKind.Data:
                target.OnData(frame.Body.Span);
                break;
            case FrameKind.Credit:
                target.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                target.EndInput();
                break;
            default:
                Assert.Fail($"A channel sent a {frame.Kind} frame.");
                break;
        }
    }
}
