using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>A queue gives results in the order of their arrival.</summary>
public abstract class QueueContract : LauncherContract
{
    [ProcessFact]
    public async Task Add_AutoCloseIsOff_LeavesFurtherMessagesToTheOwner()
    {
        await using var channel = ProcessChannel.Start(With(null).Launcher, Invocation.Create(SendThreeAsync));
        await using var queue = new ProcessQueue<int>(With(null) with { AutoClose = false });
        queue.Add(channel);

        Assert.Equal([1], await queue.ListAsync());
        Assert.Equal(2, await channel.ReceiveAsync<int>(TestDeadline.Token));
        Assert.Equal(3, await channel.ReceiveAsync<int>(TestDeadline.Token));

        static async Task SendThreeAsync(ProcessChannel channel)
        {
            for (var i = 1; i <= 3; i++)
            {
                await channel.SendAsync(i);
            }
        }
    }

    [ProcessFact]
    public async Task StartAsync_FunctionRunsOnBehindItsMessage_KeepsNoPlace()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        await queue.StartAsync(SendAndPassAsync, gate.Address, 1, TestDeadline.Token);
        await queue.StartAsync(SendAndPassAsync, gate.Address, 2, TestDeadline.Token);

        await gate.ArrivedAsync(1);
        await gate.ArrivedAsync(2);
        gate.OpenForAll();
        Assert.Equal([1, 2], (await queue.ListAsync()).Order());

        static async Task SendAndPassAsync(ProcessChannel channel, string address, int number)
        {
            await channel.SendAsync(number);
            await Gate.PassAsync(address, number);
        }
    }

    [ProcessFact]
    public async Task Enumerate_ToTheEnd_GivesEveryResult()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 2));
        foreach (var x in Enumerable.Range(0, 20))
        {
            queue.Start(x => x * x, x);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(x => x * x), (await queue.ListAsync()).Order());
        Assert.False(queue.Unfinished);
        Assert.Empty(await queue.ListAsync());
    }

    [ProcessFact]
    public async Task Enumerate_CancelledWhileResultsWait_ThrowsAndLosesNone()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 2));
        for (var i = 0; i < 10; i++)
        {
            queue.Start(x => x, i);
        }

        await queue.FinishAsync();
        using var cancellation = new CancellationTokenSource();
        List<int> taken = [];

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in queue.WithCancellation(cancellation.Token))
            {
                taken.Add(result);
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Single(taken);
        Assert.Equal(Enumerable.Range(0, 10), taken.Concat(await queue.ListAsync()).Order());
    }

    [ProcessFact]
    public async Task Enumerate_LaterTaskEndsFirst_ComesFirst()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(With(limit: 2));
        queue.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        queue.Start(Gate.PassAsync, gate.Address, 1, CancellationToken.None);
        await using var results = queue.GetAsyncEnumerator(TestDeadline.Token);
        var slow = await gate.ArrivedAsync(0);

        (await gate.ArrivedAsync(1)).Open();

        Assert.True(await results.MoveNextAsync());
        Assert.Equal(1, results.Current);
        slow.Open();
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(0, results.Current);
        Assert.False(await results.MoveNextAsync());
    }

    [ProcessFact]
    public async Task Enumerate_TaskFails_ThrowsAndTheRestComesWhenAskedAgain()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        foreach (var x in Enumerable.Range(0, 4))
        {
            queue.Start(x => x == 1 ? throw new FormatException("one") : x, x);
        }

        List<int> results = [];
        var error = await Assert.ThrowsAsync<FormatException>(() => queue.ListIntoAsync(results));
        await queue.ListIntoAsync(results);

        Assert.Equal("one", error.Message);
        Assert.Equal([0, 2, 3], results.Order());
    }

    [ProcessFact]
    public async Task Enumerate_Cancelled_ThrowsWithTheTokenAndLosesNothing()
    {
        using var gate = new Gate();
        using var cancellation = new CancellationTokenSource();
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        queue.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        var enumeration = queue.ToListAsync(cancellation.Token).AsTask();
        await gate.ArrivedAsync(0);

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumeration.InTimeAsync());
        Assert.Equal(cancellation.Token, error.CancellationToken);
        gate.OpenForAll();
        Assert.Equal([0], await queue.ListAsync());
    }

    [ProcessFact]
    public async Task ToObservable_Subscribed_GivesEveryResultOneAtATime()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 2));
        for (var i = 0; i < 10; i++)
        {
            queue.Start(x => x, i);
        }

        var observer = new RecordingObserver<int>();
        using var subscription = queue.ToObservable().Subscribe(observer);

        await observer.Ended.InTimeAsync();
        Assert.Equal(Enumerable.Range(0, 10), observer.Values.Order());
        Assert.False(observer.HasOverlapped);
        Assert.Equal(1, observer.Completions);
    }
}
