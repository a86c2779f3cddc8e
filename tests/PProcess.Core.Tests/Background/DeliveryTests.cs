using System.Collections.Concurrent;
using PProcess.Background;
using PProcess.Framing;

namespace PProcess.Core.Tests.Background;

public sealed class DeliveryTests : BackgroundTest
{
    private const int LargeLength = 64 * 1024 * 1024;

    [Fact(Timeout = Deadline.Test)]
    public async Task ReadAllAsync_LeftEarly_TheNextClientGetsTheRest()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.CountAsync, 10));
        for (var i = 0; i < 5; i++)
        {
            await using var channel = await PersistentChannel.ConnectAsync(Address());
            Assert.Equal(i, await channel.ReceiveAsync<int>());
            Assert.True(await channel.WaitToReceiveAsync()); // The next is here, and is not taken.
        }

        Assert.Equal([5, 6, 7, 8, 9], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_ConnectionCutInTheMiddleOfALargeResult_TheNextClientGetsItWhole()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Large, LargeLength));
        for (var round = 0; round < 3; round++)
        {
            var connection = await ClientConnection.OpenAsync(new(Address()), ClientRole.Collect, CancellationToken.None);
            var begun = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.Start(
                frame =>
                {
                    begun.TrySetResult(frame.Flags.HasFlag(FrameFlags.More));
                    return ValueTask.CompletedTask;
                },
                _ => { });
            connection.Frames.Write(FrameKind.Want, FrameFlags.None, 0, []);
            Assert.True(await begun.Task);
            await connection.DisposeAsync();
        }

        Assert.Equal(BackgroundFunctions.Large(LargeLength), Assert.Single(await CollectAsync<byte[]>(Address())));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_ClientKilledInTheMiddleOfALargeResult_TheNextClientGetsItWhole()
    {
        await StartByProgramAsync("start-large", Address(), $"{LargeLength}");
        for (var delay = 0; delay <= 60; delay += 10)
        {
            using var client = Start(Workers.TestProgram.Path, "ask-large", Address());
            Assert.Equal("asking", await client.StandardOutput.ReadLineAsync());
            await Task.Delay(delay); // The moment is what is varied here.
            Processes.Signal(client.Id, "KILL");
            await client.WaitForExitAsync();
        }

        Assert.Equal($"{LargeLength} True", (await RunAsync(Workers.TestProgram.Path, "collect-large", Address())).Output);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReadAllAsync_TwoClientsAtOnce_EachResultGoesToOne()
    {
        const int count = 2000;
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.CountAsync, count));
        var taken = new ConcurrentBag<int>();
        await using var first = await PersistentChannel.ConnectAsync(Address());
        await using var second = await PersistentChannel.ConnectAsync(Address());
        await Task.WhenAll(((PersistentChannel[])[first, second]).Select(async channel =>
        {
            var last = -1;
            await foreach (var number in channel.ReadAllAsync<int>())
            {
                Assert.True(number > last);
                last = number;
                taken.Add(number);
            }
        }));
        Assert.Equal(Enumerable.Range(0, count), taken.Order());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_WrongType_LeavesTheResultForTheRightOne()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        await using var channel = await PersistentChannel.ConnectAsync(Address());
        await Assert.ThrowsAsync<ProtocolException>(async () => await channel.ReceiveAsync<string>());
        Assert.Equal(49, await channel.ReceiveAsync<int>());
        Assert.Empty(await channel.ReadAllAsync<int>().ToListAsync());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReadAllAsync_FunctionThatThrows_GivesItsExceptionOnce()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Fail, "no number"));
        await using var channel = await PersistentChannel.ConnectAsync(Address());
        var error = await Assert.ThrowsAsync<FormatException>(async () => await channel.ReceiveAsync<int>());
        Assert.Equal("no number", error.Message);
        Assert.Contains(nameof(BackgroundFunctions.Fail), error.StackTrace, StringComparison.Ordinal);
        var remote = Assert.IsType<RemoteTaskException>(error.InnerException);
        Assert.Equal(process.ProcessId, remote.ProcessId);
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(async () => await channel.ReceiveAsync<int>());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReadAllAsync_FunctionThatUsesTheRawPipe_FailsWithAnExplanation()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.RawAsync));
        await Assert.ThrowsAsync<ProtocolException>(() => CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_ProcessKilled_SaysThatItDied()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Forever));
        await using var channel = await PersistentChannel.ConnectAsync(Address());
        var receiving = channel.ReceiveAsync<int>().AsTask();
        Processes.Signal(process.ProcessId, "KILL");
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => receiving);
        Assert.Equal(process.ProcessId, error.ProcessId);
        await Processes.AssertGoneAsync(process.ProcessId); // A dying process lets go of its connections before its lock.
        Assert.Contains(Address(), await BackgroundProcess.CleanAsync());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_Cancelled_LeavesTheResultForTheNextCall()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.EchoAsync, "!"));
        await using var channel = await PersistentChannel.ConnectAsync(Address());
        using var cancelled = new CancellationTokenSource();
        var receiving = channel.ReceiveAsync<string>(cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        Assert.Equal(cancelled.Token, error.CancellationToken);
        await channel.SendAsync("a");
        Assert.Equal("a!", await channel.ReceiveAsync<string>());
        await channel.CompleteAsync();
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_NobodyCollects_WaitsWhenTheStoreIsFull()
    {
        const int count = 30;
        var options = new BackgroundOptions { WaitingResults = 3 };
        await Expect(BackgroundProcess.StartAsync(Address(), Invocation.Create(BackgroundFunctions.LargeOnesAsync, count, 64 * 1024), options));
        await WaitUntilAsync(async () => (await StatusAsync(Address())).WaitingResults == 3);
        Assert.Equal("running", (await StatusAsync(Address())).State);
        Assert.Equal(count, (await CollectAsync<byte[]>(Address())).Count);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ConnectAsync_AnotherProgram_IsToldSo()
    {
        await StartByProgramAsync("start", Address(), "1");
        var error = await Assert.ThrowsAsync<AddressUnreachableException>(() => PersistentChannel.ConnectAsync(Address()));
        Assert.Contains("another build", error.Message, StringComparison.Ordinal);
        Assert.Equal(["0"], await BackgroundProcess.WatchAsync(Address(), takes: true).ToListAsync());
    }
}
