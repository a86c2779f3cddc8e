using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class ArrivingBytesTests : IDisposable
{
    private readonly ArrivingBytes _bytes = new();

    public void Dispose() => _bytes.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(65_521)]
    [InlineData(1_000_003)]
    public void Append_PieceByPiece_KeepsWhatHasArrived(int pieceSize)
    {
        var all = Frames.Noise(2_000_000 / (pieceSize == 1 ? 4 : 1));
        foreach (var piece in all.Chunk(pieceSize))
        {
            _bytes.Append(piece);
        }

        Assert.Equal(all.Length, _bytes.Length);
        Assert.Equal(all, _bytes.Written.ToArray());
    }

    [Fact]
    public void Written_Nothing_IsEmpty() => Assert.True(_bytes.Written.IsEmpty);

    [Fact]
    public void Append_Much_LeavesTheCollectedHeapAlone()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _bytes.Append(new byte[10_000]);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 11_000_000); // The pieces.
    }

    [Fact]
    public void Written_Disposed_IsOutOfReach()
    {
        _bytes.Append([1, 2, 3]);
        var written = _bytes.Written;
        _bytes.Dispose();
        Assert.ThrowsAny<Exception>(() => written.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => _bytes.Append([4]));
    }

    [Fact]
    public void Dispose_Twice_IsDone()
    {
        _bytes.Append([1]);
        _bytes.Dispose();
        _bytes.Dispose();
    }

    [Fact]
    public void Grow_ToTheLongestMessage_HasRoomForAllOfIt()
    {
        using var memory = new UncollectedMemory();
        memory.Grow(Array.MaxLength); // Pages that nobody writes to are none.
        Assert.Equal(Array.MaxLength, memory.Size);
    }

    [Fact]
    public void Grow_Larger_KeepsTheContent()
    {
        using var memory = new UncollectedMemory();
        memory.Grow(1);
        memory.Span[0] = 42;
        memory.Grow(64 * 1024 * 1024);
        Assert.Equal(42, memory.Span[0]);
        Assert.Equal(0, memory.Span[^1]);
    }
}
