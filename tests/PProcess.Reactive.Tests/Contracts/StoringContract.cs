using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>An exchange that says what to do with what arrives.</summary>
public abstract class StoringContract : LauncherContract
{
    [ProcessFact]
    public async Task FinishAsync_MoreTasksThanTheLimit_StoresEveryResult()
    {
        await using var sums = new Sums(With(limit: 2));
        for (var i = 0; i < 5; i++)
        {
            sums.Start((x, y) => x + y, i, 100);
            await sums.StartAsync((x, y) => x + y, i, 200, TestDeadline.Token);
        }

        await sums.FinishAsync(TestDeadline.Token);

        Assert.Equal([100, 101, 102, 103, 104, 200, 201, 202, 203, 204], sums.Stored.Order());
        Assert.False(sums.Unfinished);
        Assert.Empty(sums.Active);
    }

    [ProcessFact]
    public async Task StartAsync_LimitIsReached_StoresWhatArrivesMeanwhile()
    {
        using var gate = new Gate();
        await using var sums = new Sums(With(limit: 1));
        var pass = sums.ManageAsync<string, int, CancellationToken, Task<int>>(Gate.PassAsync);
        await pass(gate.Address, 1, CancellationToken.None);
        var second = pass(gate.Address, 2, CancellationToken.None).AsTask();
        var running = await gate.ArrivedAsync(1);
        Assert.True(sums.Busy);
        Assert.False(second.IsCompleted);

        running.Open();

        await second.InTimeAsync();
        Assert.Equal([1], sums.Stored);
        (await gate.ArrivedAsync(2)).Open();
        await sums.FinishAsync(TestDeadline.Token);
        Assert.Equal([1, 2], sums.Stored);
        Assert.Equal(1, gate.Most);
    }

    [ProcessFact]
    public async Task StoreAsync_FunctionFails_ThrowsItAndTheOthersAreStored()
    {
        await using var sums = new Sums(With(limit: 1));
        foreach (var x in Enumerable.Range(0, 3))
        {
            sums.Start(x => x == 1 ? throw new FormatException("one") : x, x);
        }

        Assert.Equal("one", (await Assert.ThrowsAsync<FormatException>(async () => await sums.FinishAsync(TestDeadline.Token))).Message);
        await sums.FinishAsync(TestDeadline.Token);

        Assert.Equal([0, 2], sums.Stored.Order());
    }

    [ProcessFact]
    public async Task FinishAsync_SeveralAtOnce_StoreOneChannelAtATime()
    {
        await using var sums = new Sums(With(limit: 4));
        for (var i = 0; i < 20; i++)
        {
            sums.Start((x, y) => x + y, i, 100);
        }

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => sums.FinishAsync(TestDeadline.Token).AsTask()));

        Assert.Equal(Enumerable.Range(100, 20), sums.Stored.Order());
    }

    [ProcessFact]
    public async Task StartAsync_SeveralAtOnceAtTheLimit_StartEveryTask()
    {
        await using var sums = new Sums(With(limit: 1));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => sums.StartAsync((x, y) => x + y, i, 100, TestDeadline.Token).AsTask()));

        await sums.FinishAsync(TestDeadline.Token);
        Assert.Equal(Enumerable.Range(100, 8), sums.Stored.Order());
    }

    [ProcessFact]
    public async Task StoreAsync_FunctionRunsOnBehindItsMessage_FreesItsPlace()
    {
        using var gate = new Gate();
        await using var sums = new Sums(With(limit: 1));
        sums.Start(SendAndPassAsync, gate.Address, 1);
        sums.Start(SendAndPassAsync, gate.Address, 2);

        await sums.FinishAsync(TestDeadline.Token);

        Assert.Equal([1, 2], sums.Stored);
        Assert.False(sums.Busy);
        gate.OpenForAll();
    }

    private static async Task SendAndPassAsync(ProcessChannel channel, string address, int number)
    {
        await channel.SendAsync(number);
        await Gate.PassAsync(address, number);
    }

    [ProcessFact]
    public async Task StoreAsync_Zero_StoresOnlyWhatIsThere()
    {
        using var gate = new Gate();
        await using var sums = new Sums(With(limit: 1));
        sums.Start(Gate.PassAsync, gate.Address, 1, CancellationToken.None);
        await gate.ArrivedAsync(1);

        await sums.StoreAsync(TimeSpan.Zero, TestDeadline.Token);

        Assert.Empty(sums.Stored);
        gate.OpenForAll();
        await sums.StoreAsync(null, TestDeadline.Token);
        Assert.Equal([1], sums.Stored);
    }

    [ProcessFact]
    public async Task AddWaitAsync_LimitIsReached_WaitsForAPlace()
    {
        using var gate = new Gate();
        await using var sums = new Sums(With(limit: 1));
        sums.Add(ProcessChannel.Start(Launcher, Invocation.Create(PassAndSend, gate.Address, 1)));
        var adding = sums.AddWaitAsync(ProcessChannel.Start(Launcher, Invocation.Create(PassAndSend, gate.Address, 2)), TestDeadline.Token).AsTask();
        var running = await gate.ArrivedAsync(1);
        Assert.False(adding.IsCompleted);

        running.Open();

        await adding.InTimeAsync();
        gate.OpenForAll();
        await sums.FinishAsync(TestDeadline.Token);
        Assert.Equal([1, 2], sums.Stored);
    }

    [ProcessFact]
    public async Task FinishAsync_Continuous_StoresEveryMessage()
    {
        await using var sums = new Sums(With(limit: 2, continuous: true));
        sums.Start(SendThree, 10);
        sums.Start(SendThree, 20);

        await sums.FinishAsync(TestDeadline.Token);

        Assert.Equal([10, 11, 12, 20, 21, 22], sums.Stored.Order());
    }

    [ProcessFact]
    public async Task FinishAsync_NotContinuous_StoresTheFirstMessageOfEach()
    {
        await using var sums = new Sums(With(limit: 2));
        sums.Start(SendThree, 10);
        sums.Start(SendThree, 20);

        await sums.FinishAsync(TestDeadline.Token);

        Assert.Equal([10, 20], sums.Stored.Order());
    }

    [ProcessFact]
    public async Task StoreAsync_DoesNotSayWhatToStore_Explains()
    {
        await using var exchange = new ProcessExchange(With());
        exchange.Start(() => 1);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await exchange.StoreAsync(null, TestDeadline.Token));

        Assert.Contains("StoreDataAsync", error.Message, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task DisposeAsync_AddedChannelRunsOnAfterItsMessage_EndsIt()
    {
        using var gate = new Gate();
        var sums = new Sums(With());
        sums.Add(ProcessChannel.Start(Launcher, Invocation.Create(SendAndPass, gate.Address)));
        await sums.FinishAsync(TestDeadline.Token);
        await gate.ArrivedAsync(1);

        await sums.DisposeAsync().AsTask().InTimeAsync();
    }

    [ProcessFact]
    public async Task DisposeAsync_FunctionWaitsForAWorker_EndsWithoutItsFailure()
    {
        using var gate = new Gate();
        var sums = new Sums(With(limit: 1));
        sums.Start(SendAndPass, gate.Address);
        await sums.StoreAsync(null, TestDeadline.Token);
        sums.Start(() => 2); // It has a place, but the only worker is still with the first.
        await gate.ArrivedAsync(1);

        await sums.DisposeAsync().AsTask().InTimeAsync();

        Assert.Equal([1], sums.Stored);
    }

    private static async Task PassAndSend(ProcessChannel channel, string address, int number) => await channel.SendAsync(await Gate.PassAsync(address, number));

    private static async Task SendAndPass(ProcessChannel channel, string address)
    {
        await channel.SendAsync(1);
        await Gate.PassAsync(address, 1);
    }

    private static async Task SendThree(ProcessChannel channel, int first)
    {
        for (var i = 0; i < 3; i++)
        {
            await channel.SendAsync(first + i);
        }
    }

    private sealed class Sums(ExchangeOptions options) : ProcessExchange(options)
    {
        public List<int> Stored { get; } = [];

        protected override async ValueTask StoreDataAsync(ProcessChannel channel, CancellationToken cancellationToken) =>
            Stored.Add(await channel.ReceiveAsync<int>(cancellationToken));
    }
}
