using System.Diagnostics;
using PProcess.Core.Tests.Workers;

namespace PProcess.Core.Tests.Sharing;

/// <summary>Shared buffers that were sent through a channel, and that nobody receives.</summary>
public sealed class UnreceivedBufferTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_ABufferWasNotReceived_ItsMemoryIsGone()
    {
        // In a process of its own, where nothing else has shared memory.
        var behind = await ResultTask<int>.RunAsync(NewWorker(), Invocation.Create(static async () =>
        {
            var inner = ProcessChannel.Start(SendBufferAsync);
            var waited = Stopwatch.StartNew();
            while (CountHeld() == 0)
            {
                Assert.True(waited.ElapsedMilliseconds < Deadline.Test, "The buffer has not arrived.");
                await Task.Delay(1);
            }

            await inner.DisposeAsync();
            return CountHeld();
        }));
        Assert.Equal(0, behind);
    }

    private static int CountHeld() => SharedMappings.CountMapped() + SharedMappings.CountDescriptors();

    private static async Task SendBufferAsync(ProcessChannel channel)
    {
        await channel.SendAsync(new SharedBuffer<byte>(1024 * 1024));
        await Task.Delay(Timeout.Infinite);
    }
}
