using PProcess.Core.Tests.Workers;
using PProcess.Framing;
using PProcess.Sharing;

namespace PProcess.Core.Tests.Sharing;

/// <summary>Lanes: the memory beside a connection, and what is left of it.</summary>
public sealed class LaneTests : WorkerTest
{
    private const int Size = 8 * 1024 * 1024;

    [Fact(Timeout = Deadline.Test)]
    public async Task LargeValues_OfAWorkerThatHasEnded_LeaveNothing()
    {
        var (mapped, descriptors) = await ResultTask<(int, int)>.RunAsync(NewWorker(), Invocation.Create(static async () =>
        {
            await using (var inner = Worker.Start(Launcher.LocalProcess))
            {
                for (var i = 0; i < 3; i++)
                {
                    Assert.Equal(Size, (await ResultTask<byte[]>.RunAsync(inner, Invocation.Create(static (byte[] value) => value, new byte[Size]))).Length);
                }

                Assert.InRange(SharedMappings.CountMapped(), 2, 2); // One each way, or a lane is never used.
            }

            return (SharedMappings.CountMapped(), SharedMappings.CountDescriptors());
        }));
        Assert.Equal((0, 0), (mapped, descriptors));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task LargeValues_OfAWorkerThatIsKilledAmongThem_LeaveNothing()
    {
        var (mapped, descriptors) = await ResultTask<(int, int)>.RunAsync(NewWorker(), Invocation.Create(static async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await using var inner = Worker.Start(Launcher.LocalProcess);
                var first = ResultTask<byte[]>.RunAsync(inner, Invocation.Create(static (byte[] value) => value, new byte[Size]));
                var others = Enumerable.Range(0, 4).Select(_ => ResultTask<byte[]>.RunAsync(inner, Invocation.Create(static (byte[] value) => value, new byte[Size]))).ToList();
                await first;
                inner.Kill();
                await inner.Completion;
                foreach (var other in others)
                {
                    await Task.WhenAny(other);
                    _ = other.Exception;
                }
            }

            return (SharedMappings.CountMapped(), SharedMappings.CountDescriptors());
        }));
        Assert.Equal((0, 0), (mapped, descriptors));
    }

    [Fact(Timeout = Deadline.Test)]
    public void TryPut_ReceiverThatHasNotTheLane_PutsNothing()
    {
        using var sender = new LaneSender();
        Assert.Equal(0, sender.TryPut(new byte[10]));
        Assert.True(sender.TryMake(new MessageWriter()));
        Assert.Equal(0, sender.TryPut(new byte[10]));
    }

    [Fact(Timeout = Deadline.Test)]
    public void TryPut_LaneThatIsFull_PutsNothingUntilSomethingWasTaken()
    {
        using var sender = new LaneSender();
        var announcement = new MessageWriter();
        sender.TryMake(announcement);
        var receiver = LaneReceiver.Open(announcement.Written);
        for (var i = 0; i < LaneLayout.SlotCount; i++)
        {
            Assert.Equal(LaneLayout.SlotSize, sender.TryPut(Enumerable.Repeat((byte)i, LaneLayout.SlotSize + 1).ToArray()));
        }

        Assert.Equal(0, sender.TryPut([9]));
        Assert.Equal(0, receiver.Take(BitConverter.GetBytes(LaneLayout.SlotSize)).Span[^1]);
        receiver.Release();
        Assert.Equal(1, sender.TryPut([9]));
        Assert.Equal(1, receiver.Take(BitConverter.GetBytes(LaneLayout.SlotSize)).Span[0]);
        receiver.Dispose();
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(LaneLayout.SlotSize + 1)]
    public void Take_LengthThatCannotBe_IsRefused(int length)
    {
        using var sender = new LaneSender();
        var announcement = new MessageWriter();
        sender.TryMake(announcement);
        using var receiver = LaneReceiver.Open(announcement.Written);
        Assert.Throws<ProtocolException>(() => receiver.Take(BitConverter.GetBytes(length)));
    }

    [Fact(Timeout = Deadline.Test)]
    public void Open_WhatIsNoSharedMemory_OpensNothing()
    {
        using var file = File.OpenHandle("/proc/self/exe");
        var announcement = new MessageWriter();
        new MemoryReference(Guid.NewGuid(), Environment.ProcessId, (int)file.DangerousGetHandle(), LaneLayout.Size).Write(announcement);
        using var receiver = LaneReceiver.Open(announcement.Written);
        Assert.Throws<ProtocolException>(() => receiver.Take(BitConverter.GetBytes(1)));
    }
}
