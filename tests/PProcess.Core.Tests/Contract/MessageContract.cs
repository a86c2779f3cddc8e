using System.Threading.Channels;
using PProcess.Channels;
using PProcess.Core.Tests.Framing;

namespace PProcess.Core.Tests.Contract;

/// <summary>Messages, both ways.</summary>
public abstract class MessageContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_ValuesOfManyTypes_ComeBackEqual()
    {
        await AssertEchoedAsync(5);
        await AssertEchoedAsync<string?>(null, "", "täxt \uD800");
        await AssertEchoedAsync((1, "two", 3.0), (2, "three", 4.0));
        await AssertEchoedAsync(new Reading("a", [1, 2]), new Reading("b", null));
        await AssertEchoedAsync(new Dictionary<(int, int), string> { [(1, 2)] = "x" });
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_SixtyFourMebibytes_ComeBackEqual()
    {
        var bytes = Frames.Noise(64 * 1024 * 1024);
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<byte[]>));
        var sending = channel.SendAsync(bytes, Cancellation);
        var received = await channel.ReceiveAsync<byte[]>(Cancellation);
        await sending;
        Assert.True(bytes.AsSpan().SequenceEqual(received));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_SixtyFourMebibytesAsArgumentAndResult_ComeBackEqual()
    {
        var bytes = Frames.Noise(64 * 1024 * 1024);
        var returned = await RunAsync<byte[]>(Invocation.Create((byte[] argument) => argument, bytes));
        Assert.True(bytes.AsSpan().SequenceEqual(returned));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_TenThousandMessages_ComeBackInOrder()
    {
        const int Count = 10_000;
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<int>));
        var sending = SendAllAsync(channel, Count);
        Assert.Equal(Enumerable.Range(0, Count), await channel.ReadAllAsync<int>(Cancellation).ToListAsync(Cancellation));
        await sending;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_FromManyCallersAtOnce_KeepsEachMessageWhole()
    {
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<byte[]>));
        var sending = Task.WhenAll(Enumerable.Range(1, 20).Select(async i => await channel.SendAsync(Filled(i), Cancellation)));
        var received = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            var message = await channel.ReceiveAsync<byte[]>(Cancellation);
            Assert.Equal(Filled(message[0]), message);
            Assert.True(received.Add(message[0]));
        }

        await sending;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task CompleteAsync_HostHasNoMore_EndsTheFunctionsReadAll()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.ReadAllAsync<int>().SumAsync()));
        await channel.SendAsync(1, Cancellation);
        await channel.SendAsync(2, Cancellation);
        await channel.CompleteAsync();
        Assert.Equal(3, await channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task CompleteAsync_FunctionHasNoMore_EndsTheHostsReadAllWhileItRuns()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await far.SendAsync(1);
            await far.CompleteAsync();
            await far.ReceiveAsync<string>();
        }));
        Assert.Equal([1], await channel.ReadAllAsync<int>(Cancellation).ToListAsync(Cancellation));
        Assert.False(channel.Completion.IsCompleted);
        await channel.SendAsync("go on", Cancellation);
        await channel.Completion.WaitAsync(Cancellation);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_Cancelled_LosesNoMessage()
    {
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<int>));
        for (var i = 0; i < 200; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var receiving = channel.ReceiveAsync<int>(cancellation.Token).AsTask();
            await channel.SendAsync(i, Cancellation);
            await cancellation.CancelAsync();
            int received;
            try
            {
                received = await receiving;
            }
            catch (OperationCanceledException error)
            {
                Assert.Equal(cancellation.Token, error.CancellationToken);
                received = await channel.ReceiveAsync<int>(Cancellation);
            }

            Assert.Equal(i, received);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_SendsWait_AllEndForTheSameReason()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync, CancellationToken.None));
        List<Task> sends = [];
        for (var i = 0; i < 3; i++)
        {
            sends.Add(channel.SendAsync(new byte[2 * ChannelStream.Window], Cancellation).AsTask());
        }

        await channel.DisposeAsync();
        foreach (var send in sends)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_BehindCompleteAsync_IsRefused()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.ReadAllAsync<int>().SumAsync()));
        await channel.SendAsync(1, Cancellation);
        await channel.CompleteAsync();
        await channel.CompleteAsync();
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await channel.SendAsync(2, Cancellation));
        Assert.Equal(1, await channel.ReceiveAsync<int>(Cancellation));
    }

    private async Task AssertEchoedAsync<T>(params T[] messages)
    {
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<T>));
        foreach (var message in messages)
        {
            await channel.SendAsync(message, Cancellation);
            Assert.Equal(message, await channel.ReceiveAsync<T>(Cancellation));
        }
    }

    private static async Task SendAllAsync(ProcessChannel channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await channel.SendAsync(i, Cancellation);
        }

        await channel.CompleteAsync();
    }

    private static byte[] Filled(int value)
    {
        var bytes = new byte[100_000 + value];
        Array.Fill(bytes, (byte)value);
        return bytes;
    }

    private sealed record Reading(string Name, int[]? Values)
    {
        public bool Equals(Reading? other) => other is not null && Name == other.Name && (Values ?? []).SequenceEqual(other.Values ?? []);

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }
}
