using System.Collections.Concurrent;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Persistent;

public sealed class PersistentExchangeTests : PersistentTest
{
    [ProcessFact]
    public async Task FinishAsync_DerivedClass_StoresEverything()
    {
        await using var exchange = new Summing();
        await exchange.Manage<int, int>(Address(0), Square)(3);
        await BackgroundProcess.StartAsync(Address(1), Tens, 1);
        await exchange.ConnectAsync(Address(1));
        await exchange.FinishAsync();
        Assert.Equal(9 + Enumerable.Range(10, 10).Sum(), exchange.Sum);
    }

    [ProcessFact]
    public async Task FinishAsync_SeveralAtOnce_StoreOneAfterAnother()
    {
        await using var exchange = new Summing();
        foreach (var (index, address) in Addresses(3).Index())
        {
            await exchange.Manage<int, IAsyncEnumerable<int>>(address, Hundreds)(index);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => exchange.FinishAsync().AsTask()));
        Assert.Equal(Enumerable.Range(0, 300).Sum(), exchange.Sum);
        Assert.Equal(1, exchange.MostAtOnce);
    }

    [ProcessFact]
    public async Task ReadyAsync_FunctionWithAChannel_TalksBothWays()
    {
        await using var exchange = new PersistentExchange();
        var channel = await exchange.Manage<int>(Address(), Twice)(5);
        Assert.Empty(await exchange.ReadyAsync(TimeSpan.Zero));
        await channel.SendAsync(7);
        var ready = Assert.Single(await exchange.ReadyAsync());
        Assert.Same(channel, ready);
        Assert.Equal(70, await ready.ReceiveAsync<int>());
        await channel.CompleteAsync();
        Assert.Empty(await exchange.ReadyAsync());
        Assert.False(exchange.Unfinished);
    }

    [ProcessFact]
    public async Task StoreAsync_PlainExchange_SaysThatItDoesNotStore()
    {
        await using var exchange = new PersistentExchange();
        var channel = await exchange.Manage<int, int>(Address(), Square)(3);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await exchange.StoreAsync());
        Assert.Equal(9, await channel.ReceiveAsync<int>());
        await exchange.FinishAsync();
    }

    [ProcessFact]
    public async Task Subscribe_ResultsArrive_AnnouncesEachConnection()
    {
        await BackgroundProcess.StartAsync(Address(), Tens, 1);
        await using var exchange = new PersistentExchange();
        await exchange.ConnectAsync(Address());
        var results = new ConcurrentQueue<int>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = exchange.Subscribe(new RecordingObserver<PersistentChannel>(channel =>
        {
            results.Enqueue(channel.ReceiveAsync<int>().AsTask().GetAwaiter().GetResult());
            if (results.Count == 10)
            {
                all.SetResult();
            }
        }));
        await all.Task.InTimeAsync();
        Assert.Equal(Enumerable.Range(10, 10), results);
    }

    private sealed class Summing : PersistentExchange
    {
        private int _atOnce;

        public int Sum { get; private set; }

        public int MostAtOnce { get; private set; }

        protected override async ValueTask StoreDataAsync(PersistentChannel channel, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            Sum += await channel.ReceiveAsync<int>(cancellationToken);
            await Task.Yield();
            Interlocked.Decrement(ref _atOnce);
        }
    }
}
