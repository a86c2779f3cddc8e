namespace PProcess.Core.Tests.Contract;

/// <summary>The ways in which a channel comes to its end.</summary>
public abstract class EndContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionWaitsForItsToken_CancelsIt()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        await channel.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => channel.Completion);
        Assert.NotNull(channel.ExitStatus);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionWaitsForAMessage_EndsItsReceiving()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await far.SendAsync("begun");
            return await far.ReadAllAsync<int>().CountAsync();
        }));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        await channel.DisposeAsync();
        Assert.True(channel.Completion.IsCompletedSuccessfully);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionIgnoresEverything_EndsIt()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await far.SendAsync("begun");
            await Task.Delay(Timeout.Infinite);
        }));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        await channel.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => channel.Completion);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionSendsWithoutEnd_EndsIt()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            while (true)
            {
                await far.SendAsync(new byte[1000]);
            }
        }));
        await foreach (var _ in channel.ReadAllAsync<byte[]>(Cancellation))
        {
            break;
        }

        await channel.DisposeAsync();
        Assert.True(channel.Completion.IsFaulted);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_CalledByManyAtOnce_EndsForAllWhenTheWorkerIsGone()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await channel.DisposeAsync();
            Assert.NotNull(channel.ExitStatus);
        }));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionHasReturned_LeavesWhatItSent()
    {
        var channel = Start(Invocation.Create(TestFunctions.SendTwice, 5));
        await channel.Completion.WaitAsync(Cancellation);
        await channel.DisposeAsync();
        Assert.Equal([5, 5], await channel.ReadAllAsync<int>(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(new ExitStatus(0), channel.ExitStatus);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_WhileAReceiveWaits_EndsIt()
    {
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        var receiving = channel.ReceiveAsync<string>(Cancellation).AsTask();
        await channel.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_CancelledBeforeItBegan_EndsTheWorker()
    {
        using var cancellation = new CancellationTokenSource();
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync, cancellation.Token));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => channel.Completion);
        await channel.DisposeAsync();
        Assert.NotNull(channel.ExitStatus);
    }

    [Fact]
    public void Start_NullArguments_AreRefusedAtTheCall()
    {
        Assert.Throws<ArgumentNullException>(() => ProcessChannel.Start((Launcher)null!, Invocation.Create(TestFunctions.Answer)));
        Assert.Throws<ArgumentNullException>(() => Start(null!));
        Assert.Throws<ArgumentNullException>(() => Invocation.Create((Delegate)null!));
    }
}
