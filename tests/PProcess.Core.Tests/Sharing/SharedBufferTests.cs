using System.Runtime.InteropServices;

namespace PProcess.Core.Tests.Sharing;

/// <summary>A shared buffer in the process that has made it.</summary>
public sealed class SharedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1_000_000)]
    public void Memory_NewBuffer_IsZeroAndCanBeWritten(int length)
    {
        using var buffer = new SharedBuffer<double>(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Memory.Length);
        Assert.False(buffer.Memory.Span.ContainsAnyExcept(0.0));
        buffer.Memory.Span.Fill(1.5);
        Assert.False(buffer.Memory.Span.ContainsAnyExcept(1.5));
    }

    [Fact]
    public void Memory_OfCopiedValues_HasThem()
    {
        using var buffer = new SharedBuffer<int>([3, 1, 4]);
        Assert.Equal([3, 1, 4], buffer.Memory.ToArray());
    }

    [Fact]
    public unsafe void Memory_OfAnyType_IsAlignedForIt()
    {
        using var buffer = new SharedBuffer<Padded>(3);
        using var pin = buffer.Memory.Pin();
        Assert.Equal(0, (nint)pin.Pointer % 64);
        Assert.Equal(3 * sizeof(Padded), MemoryMarshal.AsBytes(buffer.Memory.Span).Length);
    }

    [Fact]
    public void SharedBuffer_NegativeLength_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SharedBuffer<int>(-1));

    [Fact]
    public void SharedBuffer_MoreThanTheMachineHas_SaysHowMuchDoesNotFit()
    {
        var error = Assert.Throws<SharedMemoryException>(() => new SharedBuffer<Kilobyte>(int.MaxValue));
        Assert.Contains($"{int.MaxValue * 1024L} bytes does not fit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_DisposedBuffer_IsRefused()
    {
        var buffer = new SharedBuffer<int>(10);
        var memory = buffer.Memory;
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Memory);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
    }

    [Fact]
    public unsafe void Dispose_WhilePinned_LeavesTheMemoryUntilItIsNot()
    {
        var buffer = new SharedBuffer<int>([7]);
        var pin = buffer.Memory.Pin();
        buffer.Dispose();
        Assert.Equal(7, *(int*)pin.Pointer);
        pin.Dispose();
    }

    [Fact]
    public void Create_TaskWithADisposedBuffer_IsRefused()
    {
        var buffer = new SharedBuffer<int>(10);
        buffer.Dispose();
        var error = Assert.Throws<CannotTravelException>(() => Invocation.Create(static (SharedBuffer<int> given) => given.Length, buffer));
        Assert.Contains("disposed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TaskWithABufferDisposedSince_IsRefused()
    {
        var buffer = new SharedBuffer<int>(10);
        var invocation = Invocation.Create(static (SharedBuffer<int> given) => given.Length, buffer);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new ResultTask<int>(invocation));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Padded
    {
        public byte Small;
        public double Large;
    }

    [StructLayout(LayoutKind.Sequential, Size = 1024)]
    private struct Kilobyte;
}
