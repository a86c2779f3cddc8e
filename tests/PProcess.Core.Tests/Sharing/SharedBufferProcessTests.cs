using System.Diagnostics;
using System.Runtime.CompilerServices;
using PProcess.Core.Tests.Workers;

namespace PProcess.Core.Tests.Sharing;

/// <summary>Shared buffers among processes that end, one way or another.</summary>
public sealed class SharedBufferProcessTests : WorkerTest
{
    private const int Megabyte = 1024 * 1024;

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_PassedOnToAWorkersWorker_IsTheSameMemory()
    {
        using var buffer = new SharedBuffer<int>(10);
        await ResultTask<int>.RunAsync(NewWorker(), Invocation.Create(
            static async (SharedBuffer<int> given) =>
            {
                await using var inner = Worker.Start(Launcher.LocalProcess);
                return await ResultTask<int>.RunAsync(inner, Invocation.Create(static (SharedBuffer<int> given) => given.Memory.Span[3] = 33, given));
            },
            buffer));
        Assert.Equal(33, buffer.Memory.Span[3]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Result_MadeByAWorkersWorker_OutlivesBoth()
    {
        var worker = NewWorker();
        using var buffer = await ResultTask<SharedBuffer<int>>.RunAsync(worker, Invocation.Create(static async () =>
        {
            await using var inner = Worker.Start(Launcher.LocalProcess);
            return await ResultTask<SharedBuffer<int>>.RunAsync(inner, Invocation.Create(static () => new SharedBuffer<int>([44])));
        }));
        await worker.DisposeAsync();
        Assert.Equal(44, buffer.Memory.Span[0]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Result_OfAWorkerThatIsKilledAtOnce_IsThere()
    {
        for (var i = 0; i < 5; i++)
        {
            var worker = NewWorker();
            var result = ResultTask<SharedBuffer<int>>.RunAsync(worker, Invocation.Create(static () => new SharedBuffer<int>([55])));
            using var buffer = await result;
            worker.Kill();
            await worker.Completion.WaitAsync(Cancellation);
            Assert.Equal(55, buffer.Memory.Span[0]);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_OfAWorkerThatIsKilled_IsUnharmed()
    {
        using var buffer = new SharedBuffer<int>([1]);
        await Assert.ThrowsAsync<WorkerExitedException>(() => ResultTask<int>.RunAsync(NewWorker(), Invocation.Create(
            static (SharedBuffer<int> given) =>
            {
                given.Memory.Span[0] = 2;
                Process.GetCurrentProcess().Kill();
                return 0;
            },
            buffer)));
        Assert.Equal(2, buffer.Memory.Span[0]);
        Assert.Equal(2, await ResultTask<int>.RunAsync(NewWorker(), Invocation.Create(static (SharedBuffer<int> given) => given.Memory.Span[0], buffer)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Buffer_OfAnOwnerThatIsKilled_IsGoneWithWhoeverUsedIt()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            var buffer = new SharedBuffer<int>(1);
            var inner = Worker.Start(Launcher.LocalProcess);
            inner.Post(new ChannelTask(Invocation.Create(
                static (SharedBuffer<int> given) =>
                {
                    given.Memory.Span[0] = 1;
                    new ManualResetEvent(false).WaitOne();
                },
                buffer)));
            while (Volatile.Read(ref buffer.Memory.Span[0]) == 0)
            {
                await Task.Delay(1);
            }

            await far.SendAsync(inner.ProcessId);
            await Task.Delay(Timeout.Infinite);
        }));
        var user = await channel.ReceiveAsync<int>(Cancellation);
        Processes.Signal(channel.ProcessId, "KILL");
        await Processes.AssertGoneAsync(user);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Dispose_WhileAWorkerIsIdleThatHasUsedIt_GivesTheMemoryBack()
    {
        var buffer = new SharedBuffer<byte>(64 * Megabyte);
        await ResultTask<byte>.RunAsync(NewWorker(), Invocation.Create(static (SharedBuffer<byte> given) => given.Memory.Span[1] = 1, buffer));
        using var file = new FileStream($"/proc/self/fd/{buffer.Block.Reference.Descriptor}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.InRange(KilobytesOf(file), 64 * 1024, int.MaxValue);
        buffer.Dispose();
        var waited = Stopwatch.StartNew();
        while (KilobytesOf(file) > 64) // Once the hold of the task is gone as well.
        {
            Assert.True(waited.Elapsed < Deadline.Promptly, "The memory was not given back.");
            await Task.Delay(10);
        }
    }

    [Fact(Timeout = 2 * Deadline.Test)]
    public async Task ManyBuffers_MadePassedAndDisposed_LeaveNothing()
    {
        // In a process of its own, where nothing else has shared memory.
        var (mapped, descriptors, mappedThere) = await ResultTask<(int, int, int)>.RunAsync(NewWorker(), Invocation.Create(static async () =>
        {
            await using var inner = Worker.Start(Launcher.LocalProcess);
            for (var i = 0; i < 500; i++)
            {
                using var buffer = new SharedBuffer<int>([i]);
                using var result = await ResultTask<SharedBuffer<int>>.RunAsync(inner, Invocation.Create(static (SharedBuffer<int> given) => new SharedBuffer<int>([2 * given.Memory.Span[0]]), buffer));
                Assert.Equal(2 * i, result.Memory.Span[0]);
            }

            var there = await ResultTask<int>.RunAsync(inner, Invocation.Create(static () => SharedMappings.CountMapped() + SharedMappings.CountDescriptors()));
            return (SharedMappings.CountMapped(), SharedMappings.CountDescriptors(), there);
        }));
        Assert.InRange(mapped, 0, 1); // The last hold may be let go at this moment.
        Assert.InRange(descriptors, 0, 1);
        Assert.InRange(mappedThere, 0, 40); // A few are kept, for they may come again.
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Fork_WithABufferAmongTheLocals_SharesIt() => Assert.Equal(77, await ForkAsync());

    [Fact]
    public void BackgroundRequest_WithABuffer_IsRefused()
    {
        using var buffer = new SharedBuffer<int>(1);
        var invocation = Invocation.Create(static (SharedBuffer<int> given) => given.Length, buffer);
        Assert.Throws<CannotTravelException>(() => PProcess.Background.BackgroundRequest.Of(new PProcess.Background.Address("nowhere"), invocation, new BackgroundOptions()));
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    private static async Task<int> ForkAsync()
    {
        var buffer = new SharedBuffer<int>(1);
        var channel = await ProcessChannel.Create();
        if (channel.ProcessId == 0)
        {
            buffer.Memory.Span[0] = 77;
            await channel.ExitAsync();
        }

        await channel.Completion;
        var value = buffer.Memory.Span[0];
        await channel.DisposeAsync();
        buffer.Dispose();
        return value;
    }

    private static int KilobytesOf(FileStream file)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-L", "-c", "%b", $"/proc/{Environment.ProcessId}/fd/{file.SafeFileHandle.DangerousGetHandle()}"]) { RedirectStandardOutput = true })!;
        return int.Parse(stat.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture) / 2; // Of blocks of 512 bytes.
    }
}
