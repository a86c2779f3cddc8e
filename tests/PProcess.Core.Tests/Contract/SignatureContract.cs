namespace PProcess.Core.Tests.Contract;

/// <summary>What functions may take and return.</summary>
public abstract class SignatureContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ZeroToFourArguments_ArriveInOrder()
    {
        Assert.Equal(42, await RunAsync<int>(Invocation.Create(TestFunctions.Answer)));
        Assert.Equal(10, await RunAsync<int>(Invocation.Create(TestFunctions.Double, 5)));
        Assert.Equal(7, await RunAsync<int>(Invocation.Create((int a, int b) => a - b, 10, 3)));
        Assert.Equal("a 2 True", await RunAsync<string>(Invocation.Create(TestFunctions.Join, "a", 2, true)));
        Assert.Equal("a 2 True 0.5", await RunAsync<string>(Invocation.Create(TestFunctions.JoinFour, "a", 2, true, 0.5)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ChannelAndFourArguments_ArriveInOrder() =>
        Assert.Equal((1, "b", 0.5, true), await RunAsync<(int, string, double, bool)>(Invocation.Create(TestFunctions.SendAllAsync, 1, "b", 0.5, true)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_AsyncFunctions_ReturnWhatTheyAwait()
    {
        Assert.Equal(10, await RunAsync<int>(Invocation.Create(TestFunctions.DoubleLaterAsync, 5)));
        Assert.Equal("later", await RunAsync<string>(Invocation.Create(TestFunctions.SayLaterAsync, "later")));
        Assert.Equal(6, await RunAsync<int>(Invocation.Create(async (int x) => await TestFunctions.DoubleLaterAsync(x), 3)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_SynchronousChannelAction_SendsAndEnds()
    {
        var channel = Start(Invocation.Create(TestFunctions.SendTwice, 5));
        Assert.Equal([5, 5], await channel.ReadAllAsync<int>(Cancellation).ToListAsync(Cancellation));
        await channel.Completion;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ChannelFunctionThatReturns_SendsItsResultLast()
    {
        var channel = Start(Invocation.Create(TestFunctions.AskAsync));
        Assert.Equal("name?", await channel.ReceiveAsync<string>(Cancellation));
        await channel.SendAsync("Ada", Cancellation);
        Assert.Equal("Hello, Ada", await channel.ReceiveAsync<string>(Cancellation));
        Assert.False(await channel.ReadAllAsync<string>(Cancellation).AnyAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_Stream_SendsItsItemsAndEnds()
    {
        var channel = Start(Invocation.Create(TestFunctions.CountAsync, 1000));
        Assert.Equal(Enumerable.Range(0, 1000), await channel.ReadAllAsync<int>(Cancellation).ToListAsync(Cancellation));
        await channel.Completion;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ActionWithoutChannel_CompletesWithoutMessages()
    {
        var channel = Start(Invocation.Create(() => { }));
        await channel.Completion.WaitAsync(Cancellation);
        Assert.False(await channel.ReadAllAsync<int>(Cancellation).AnyAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_CancellationTokenAsArgument_SignalsTheFunctionsOwn()
    {
        using var cancellation = new CancellationTokenSource();
        var channel = Start(Invocation.Create(TestFunctions.WaitAsync, cancellation.Token));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => channel.Completion);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ProgressAsArgument_IsReportedToInOrderBeforeTheEnd()
    {
        var progress = new Reports();
        await RunAsync<string>(Invocation.Create(
            (IProgress<int> reports) =>
            {
                for (var i = 0; i < 100; i++)
                {
                    reports.Report(i);
                }

                return "done";
            },
            (IProgress<int>)progress));
        Assert.Equal(Enumerable.Range(0, 100), progress.Received);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_MadeParallel_SendsTheResult() =>
        Assert.Equal(10, await RunAsync<int>(Invocation.Create(Callable.MakeParallel<int, int>(TestFunctions.Double), 5)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_MadeReusable_ServesArgumentsUntilTheyEnd()
    {
        var channel = Start(Invocation.Create(Callable.MakeReusable<int, int, int>((a, b) => a - b), 10, 3));
        Assert.Equal(7, await channel.ReceiveAsync<int>(Cancellation));
        await channel.SendAsync((5, 1), Cancellation);
        Assert.Equal(4, await channel.ReceiveAsync<int>(Cancellation));
        await channel.CompleteAsync();
        await channel.Completion.WaitAsync(Cancellation);
    }

    private sealed class Reports : IProgress<int>
    {
        public List<int> Received { get; } = [];

        public void Report(int value) => Received.Add(value);
    }
}
