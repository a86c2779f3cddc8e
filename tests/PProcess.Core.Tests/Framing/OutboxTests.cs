using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class OutboxTests : IDisposable
{
    private readonly Outbox _host = Outbox.TryCreate()!;

    public void Dispose() => _host.Dispose();

    [Fact]
    public void TryOpen_AddressOfTheHosts_SeesTheSameMemory()
    {
        using var worker = Outbox.TryOpen(_host.Address())!;
        worker.Keep(0, [1, 2, 3]);
        Assert.Equal([1, 2, 3], _host.ReadFrom(0));
        Assert.Equal([3], _host.ReadFrom(2));
        Assert.Empty(_host.ReadFrom(3));
        Assert.Empty(_host.ReadFrom(4));
    }

    [Theory]
    [InlineData(0)] // Another memory.
    [InlineData(19)] // A process that cannot be: another small number may be that of a thread of this one.
    [InlineData(23)] // A descriptor that cannot be.
    [InlineData(24)] // Another size.
    public void TryOpen_NotThisMemory_IsNull(int changed)
    {
        var address = _host.Address().ToArray();
        address[changed] ^= 0x55;
        Assert.Null(Outbox.TryOpen(address));
    }

    [Fact]
    public void TryOpen_OtherFileOfThatNumber_IsNull()
    {
        using var other = File.OpenHandle(Environment.ProcessPath!);
        var address = _host.Address().ToArray();
        BitConverter.TryWriteBytes(address.AsSpan(20), (int)other.DangerousGetHandle());
        Assert.Null(Outbox.TryOpen(address));
    }

    [Fact]
    public void TryOpen_TruncatedAddress_IsRefused() => Assert.Throws<ProtocolException>(() => Outbox.TryOpen(_host.Address()[..^1]));

    [Fact]
    public void ReadFrom_ManyTimesRoundTheRing_GivesWhatWasKeptLast()
    {
        var random = new Random(1);
        byte[] stream = [];
        while (stream.Length < 10 * Outbox.RingSize)
        {
            var bytes = new byte[random.Next(1, Outbox.RingSize / 3)];
            random.NextBytes(bytes);
            _host.Keep(stream.Length, bytes);
            stream = [.. stream, .. bytes];
            var back = random.Next(Math.Min(stream.Length, Outbox.RingSize) + 1);
            Assert.Equal(stream[^back..], _host.ReadFrom(stream.Length - back));
        }
    }

    [Fact]
    public void ReadFrom_BytesThatWereNotKept_GivesNothing()
    {
        _host.Keep(0, [1, 2]);
        _host.Omit(5);
        _host.Keep(5, [6]);
        Assert.Empty(_host.ReadFrom(2));
        Assert.Equal([6], _host.ReadFrom(5));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(Outbox.RingSize + 1)]
    public void ReadFrom_WorkerLies_GivesNothing(long end)
    {
        _host.Keep(end, []);
        Assert.Empty(_host.ReadFrom(0));
    }
}
