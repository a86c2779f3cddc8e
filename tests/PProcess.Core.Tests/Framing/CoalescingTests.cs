using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

/// <summary>Outcomes that a worker keeps back, to send many at a time.</summary>
public sealed class CoalescingTests : IDisposable
{
    private const int Many = 20_000;

    private readonly GatedStream _stream = new();
    private readonly FrameWriter _writer;
    private readonly Outbox _outbox = Outbox.TryCreate()!;

    public CoalescingTests()
    {
        _writer = new FrameWriter(_stream.WriteAsync);
        _writer.UseOutbox(_outbox);
    }

    public void Dispose() => _outbox.Dispose();

    [Fact]
    public void Write_ManyOutcomes_LeaveInFewWritesAndAreSafeMeanwhile()
    {
        _writer.StartCoalescing();
        List<byte> all = [];
        for (var id = 0u; id < Many; id++)
        {
            all.AddRange(Frames.Bytes(FrameKind.Result, FrameFlags.Value, id, [1, 2, 3]));
            _writer.Write(FrameKind.Result, FrameFlags.Value, id, [1, 2, 3]);
            if (id % 1000 == 0)
            {
                Assert.Equal(all, WithoutTimes(AllSent()));
            }
        }

        _writer.StopCoalescing();
        Assert.Equal(all, WithoutTimes(_stream.Written));
        Assert.InRange(_stream.Writes.Count, 1, Many / 10);
    }

    [Theory]
    [InlineData(nameof(FrameKind.Recalled))]
    [InlineData(nameof(FrameKind.Progress))]
    [InlineData(nameof(FrameKind.Data))]
    public void Write_SomethingElse_TakesTheOutcomesBeforeItAlong(string kind)
    {
        _writer.StartCoalescing();
        _writer.Write(FrameKind.Result, FrameFlags.None, 1, []);
        _writer.Write(Enum.Parse<FrameKind>(kind), FrameFlags.None, 2, []);
        Assert.Equal([1u, 2u], Frames.ParseAll(_stream.Written).Select(frame => frame.Id));
        Assert.Empty(_outbox.ReadFrom(0));
    }

    [Fact]
    public void Write_OutcomeThatComesSeldom_LeavesAtOnce()
    {
        _writer.StartCoalescing();
        Thread.Sleep(1);
        _writer.Write(FrameKind.Failed, FrameFlags.None, 1, []);
        Assert.Single(_stream.Writes);
    }

    [Fact]
    public void Write_LargeOutcome_LeavesAtOnce()
    {
        _writer.StartCoalescing();
        _writer.Write(FrameKind.Result, FrameFlags.Value, 1, new byte[Frame.MaxBody]);
        Assert.Single(_stream.Writes);
    }

    [Fact]
    public void Write_NotCoalescing_LeavesAtOnce()
    {
        _writer.Write(FrameKind.Result, FrameFlags.None, 1, []);
        _writer.StartCoalescing();
        _writer.StopCoalescing();
        _writer.Write(FrameKind.Result, FrameFlags.None, 2, []);
        Assert.Equal(2, _stream.Writes.Count);
    }

    [Fact]
    public void StartCoalescing_NoOutbox_KeepsNothingBack()
    {
        var writer = new FrameWriter(_stream.WriteAsync);
        writer.StartCoalescing();
        writer.Write(FrameKind.Result, FrameFlags.None, 1, []);
        Assert.Single(_stream.Writes);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Write_WhileAWriteIsBlocked_IsSafeMeanwhile()
    {
        const int Fitting = Outbox.RingSize / Frame.HeaderSize;
        _writer.StartCoalescing();
        _stream.Block();
        Thread.Sleep(1);
        _writer.Write(FrameKind.Result, FrameFlags.None, 0, []);
        for (var id = 1u; id < Fitting; id++)
        {
            _writer.Write(FrameKind.Result, FrameFlags.None, id, []);
        }

        Assert.Equal(Enumerable.Range(0, Fitting), Frames.ParseAll(_outbox.ReadFrom(0)).Select(frame => (int)frame.Id));
        _stream.Unblock();
        await _stream.WhenAsync(writes => writes.Sum(write => write.Length) == Fitting * Frame.HeaderSize);
        Assert.Equal(Enumerable.Range(0, Fitting), Frames.ParseAll(_stream.Written).Select(frame => (int)frame.Id));
    }

    // The same frames without the times of their calls, which each of them has.
    private static byte[] WithoutTimes(byte[] bytes)
    {
        var frames = Frames.ParseAll(bytes);
        Assert.DoesNotContain(frames, frame => frame.Time == CallTime.Unsaid);
        return [.. frames.SelectMany(Frames.Bytes)];
    }

    // What has been written, and what a host would find behind it.
    private byte[] AllSent() => [.. _stream.Written, .. _outbox.ReadFrom(_stream.Written.Length)];
}
