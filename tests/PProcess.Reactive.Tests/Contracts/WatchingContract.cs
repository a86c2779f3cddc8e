using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>An exchange watches channels and announces them, until it is disposed.</summary>
public abstract class WatchingContract : LauncherContract
{
    [ProcessFact]
    public async Task Subscribe_ObserverReceivesEverything_FreesThePlacesByItself()
    {
        var received = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var exchange = new ProcessExchange(With(limit: 1));
        using var subscription = System.Reactive.Linq.Observable.SelectMany(exchange, channel => channel.ReceiveAsync<int>(TestDeadline.Token).AsTask()).Subscribe(number =>
        {
            received.Enqueue(number);
            if (received.Count == 3)
            {
                done.TrySetResult();
            }
        });
        for (var i = 0; i < 3; i++)
        {
            exchange.Start(static async (ProcessChannel channel, int x) => await channel.SendAsync(x), i);
        }

        await done.Task.InTimeAsync();
        await exchange.FinishAsync(TestDeadline.Token);
        Assert.Equal([0, 1, 2], received);
    }

    [ProcessFact]
    public async Task Remove_WatchedChannel_IsWatchedNoMoreAndLivesOn()
    {
        await using var channel = ProcessChannel.Start(Launcher, Invocation.Create(Echo));
        await using var exchange = new ProcessExchange([channel], With(limit: 1));
        Assert.True(exchange.Busy);
        Assert.Equal([channel], exchange.Active);

        Assert.True(exchange.Remove(channel));

        Assert.False(exchange.Remove(channel));
        Assert.False(exchange.Busy);
        Assert.Empty(exchange.Active);
        await channel.SendAsync(7, TestDeadline.Token);
        Assert.Equal(7, await channel.ReceiveAsync<int>(TestDeadline.Token));
    }

    [ProcessFact]
    public async Task Subscribe_ChannelsBecomeReady_AnnouncesEachOneAtATime()
    {
        await using var exchange = new ProcessExchange(With(limit: null));
        var observer = new RecordingObserver<ProcessChannel>();
        var failing = new RecordingObserver<ProcessChannel>(_ => throw new InvalidDataException());
        using var subscription = exchange.Subscribe(observer);
        using var other = exchange.Subscribe(failing);
        for (var i = 0; i < 4; i++)
        {
            exchange.Start(x => x, i);
        }

        var active = exchange.Active;
        while (await exchange.ReadyAsync(null, TestDeadline.Token) is { Count: > 0 } ready)
        {
            foreach (var channel in ready)
            {
                await channel.ReceiveAsync<int>(TestDeadline.Token);
            }
        }

        await exchange.DisposeAsync();
        await Task.WhenAll(observer.Ended, failing.Ended).InTimeAsync();
        Assert.Equal(active.ToHashSet(), observer.Values.ToHashSet());
        Assert.Equal(1, observer.Completions);
        Assert.False(observer.HasOverlapped);
        Assert.IsType<InvalidDataException>(Assert.Single(failing.Errors));
        Assert.Single(failing.Values);
    }

    [ProcessFact]
    public async Task Subscribe_ChannelIsReadyAlready_AnnouncesIt()
    {
        await using var exchange = new ProcessExchange(With());
        exchange.Start(() => 1);
        var channel = Assert.Single(await exchange.ReadyAsync(null, TestDeadline.Token));
        var told = new TaskCompletionSource<ProcessChannel>(TaskCreationOptions.RunContinuationsAsynchronously);

        using var subscription = exchange.Subscribe(new RecordingObserver<ProcessChannel>(value => told.TrySetResult(value)));

        Assert.Same(channel, await told.Task.InTimeAsync());
    }

    [ProcessFact]
    public async Task DisposeAsync_FunctionsRunAndWait_EndsThemAndTakesNoMore()
    {
        using var gate = new Gate();
        var exchange = new ProcessExchange(With(limit: 1));
        exchange.Start((address, x, token) => Gate.PassAsync(address, x, token), gate.Address, 0, CancellationToken.None);
        exchange.Start((address, x, token) => Gate.PassAsync(address, x, token), gate.Address, 1, CancellationToken.None);
        var running = await gate.ArrivedAsync(0);

        await Task.WhenAll(exchange.DisposeAsync().AsTask(), exchange.DisposeAsync().AsTask()).InTimeAsync();

        await running.Left.InTimeAsync();
        Assert.Equal([0], gate.Arrived);
        Assert.False(exchange.Unfinished);
        Assert.Throws<ObjectDisposedException>(() => exchange.Start(() => 1));
    }

    private static async Task Echo(ProcessChannel channel) => await channel.SendAsync(await channel.ReceiveAsync<int>());
}
