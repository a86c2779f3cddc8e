using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class FrameWriterTests
{
    private readonly GatedStream _stream = new();
    private readonly FrameWriter _writer;

    public FrameWriterTests() => _writer = new FrameWriter(_stream.WriteAsync);

    [Fact]
    public void Write_StreamFree_LeavesOnTheCallersThread()
    {
        Write(1);
        Write(2);
        Assert.Equal([[1u], [2u]], _stream.Writes.Select(Ids));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Write_WhileAWriteIsBlocked_LeavesInOrderAndInOneWrite()
    {
        _stream.Block();
        Write(1);
        Write(2);
        Write(3);
        Assert.Equal([[1u]], _stream.Writes.Select(Ids));
        _stream.Unblock();
        await _stream.WhenAsync(writes => writes.Count == 2);
        Assert.Equal([[1u], [2u, 3u]], _stream.Writes.Select(Ids));
    }

    // A stream that is never fast enough: the writer goes from one write to the next for as long as the traffic lasts.
    [Fact(Timeout = Deadline.Test)]
    public async Task Write_NeverIdle_HoldsNothingOfWhatItHasWritten()
    {
        const int Writes = 20_000;
        List<WeakReference> writes = [];
        var held = Writes;
        FrameWriter? busy = null;
        busy = new FrameWriter(_ =>
        {
            var noted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writing = WriteAsync(noted.Task);
            writes.Add(new WeakReference(writing));
            noted.SetResult();
            return new ValueTask(writing);
        });
        busy.Write(FrameKind.Credit, FrameFlags.None, 1, []);
        await busy.WhenWrittenAsync();
        Assert.InRange(held, 1, 10);

        async Task WriteAsync(Task noted)
        {
            await noted;
            if (writes.Count < Writes)
            {
                busy!.Write(FrameKind.Credit, FrameFlags.None, 1, []);
            }
            else
            {
                GC.Collect();
                held = writes.Count(write => write.IsAlive);
            }
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Write_FromManyThreads_KeepsEachThreadsOrderAndEveryFrameWhole()
    {
        const uint Threads = 8;
        const uint Each = 2000;
        await Task.WhenAll(Enumerable.Range(0, (int)Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0u; i < Each; i++)
            {
                _writer.Write(FrameKind.Data, FrameFlags.None, i * Threads + (uint)thread, BitConverter.GetBytes(i));
            }
        })));
        var frames = Frames.ParseAll(_stream.Written);
        Assert.All(frames, frame => Assert.Equal(frame.Id / Threads, BitConverter.ToUInt32(frame.Body.Span)));
        Assert.All(
            frames.GroupBy(frame => frame.Id % Threads),
            group => Assert.Equal(Enumerable.Range(0, (int)Each).Select(i => (uint)i), group.Select(frame => frame.Id / Threads)));
    }

    [Fact]
    public void Release_AfterNestedHolds_WritesOnceAtTheLast()
    {
        _writer.Hold();
        using (_writer.Batch())
        {
            Write(1);
            Write(2);
        }

        Assert.Empty(_stream.Writes);
        _writer.Release();
        Assert.Equal([[1u, 2u]], _stream.Writes.Select(Ids));
    }

    [Fact]
    public void Release_NothingHeldBack_WritesNothing()
    {
        _writer.Hold();
        _writer.Release();
        Assert.Empty(_stream.Writes);
    }

    [Fact]
    public void Fail_WithFramesHeldBack_DropsThemAndAllLaterOnes()
    {
        _writer.Hold();
        Write(1);
        _writer.Fail();
        _writer.Release();
        Write(2);
        Assert.Empty(_stream.Writes);
    }

    [Fact]
    public void WriteMessage_LongMessage_IsCutIntoFramesThatSayMore()
    {
        var message = Frames.Noise(2 * Frame.MaxBody + 1);
        _writer.WriteMessage(FrameKind.Define, 7, message);
        var frames = Frames.ParseAll(_stream.Written);
        Assert.Equal([FrameFlags.More, FrameFlags.More, FrameFlags.None], frames.Select(frame => frame.Flags));
        Assert.All(frames, frame => Assert.Equal((FrameKind.Define, 7u), (frame.Kind, frame.Id)));
        Assert.Equal(message, frames.SelectMany(frame => frame.Body.ToArray()));
    }

    private void Write(uint id) => _writer.Write(FrameKind.Cancel, FrameFlags.None, id, []);

    private static IEnumerable<uint> Ids(byte[] bytes) => [.. Frames.ParseAll(bytes).Select(frame => frame.Id)];
}
