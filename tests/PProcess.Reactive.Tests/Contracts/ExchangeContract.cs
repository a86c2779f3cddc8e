using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>An exchange says which channels are ready.</summary>
public abstract class ExchangeContract : LauncherContract
{
    [ProcessFact]
    public async Task ReadyAsync_Zero_Polls()
    {
        using var gate = new Gate();
        await using var exchange = new ProcessExchange(With());
        exchange.Start(Gate.PassAsync, gate.Address, 1, CancellationToken.None);
        await gate.ArrivedAsync(1);

        Assert.Empty(await exchange.ReadyAsync(TimeSpan.Zero, TestDeadline.Token));

        gate.OpenForAll();
        var channel = Assert.Single(await exchange.ReadyAsync(null, TestDeadline.Token));
        Assert.Same(channel, Assert.Single(await exchange.ReadyAsync(TimeSpan.Zero, TestDeadline.Token)));
        Assert.Equal(1, await channel.ReceiveAsync<int>(TestDeadline.Token));
    }

    [ProcessFact]
    public async Task ReadyAsync_TimeIsUp_GivesNothing()
    {
        using var gate = new Gate();
        await using var exchange = new ProcessExchange(With());
        exchange.Start(Gate.PassAsync, gate.Address, 1, CancellationToken.None);

        Assert.Empty(await exchange.ReadyAsync(TimeSpan.FromMilliseconds(30), TestDeadline.Token));
        Assert.True(exchange.Unfinished);
        gate.OpenForAll();
    }

    [ProcessFact]
    public async Task ReadyAsync_NoChannels_GivesNothingAtOnce()
    {
        await using var exchange = new ProcessExchange(With());

        Assert.Empty(await exchange.ReadyAsync(null, TestDeadline.Token));
        Assert.False(exchange.Unfinished);
    }

    [ProcessFact]
    public async Task ReadyAsync_NegativeTimeout_IsRefused()
    {
        await using var exchange = new ProcessExchange(With());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("timeout", async () => await exchange.ReadyAsync(TimeSpan.FromSeconds(-1), TestDeadline.Token));
    }

    [ProcessFact]
    public async Task ReadyAsync_Cancelled_ThrowsWithTheToken()
    {
        using var gate = new Gate();
        using var cancellation = new CancellationTokenSource();
        await using var exchange = new ProcessExchange(With());
        exchange.Start((address, x, token) => Gate.PassAsync(address, x, token), gate.Address, 1, CancellationToken.None);
        var ready = exchange.ReadyAsync(null, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ready);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [ProcessFact]
    public async Task ReadyAsync_SeveralFunctions_GivesEachUntilAllHaveEnded()
    {
        await using var exchange = new ProcessExchange(With(limit: 2));
        foreach (var x in Enumerable.Range(0, 5))
        {
            exchange.Start(x => x * 2, x);
        }

        List<int> results = [];
        while (await exchange.ReadyAsync(null, TestDeadline.Token) is { Count: > 0 } ready)
        {
            foreach (var channel in ready)
            {
                results.Add(await channel.ReceiveAsync<int>(TestDeadline.Token));
            }
        }

        Assert.Equal([0, 2, 4, 6, 8], results.Order());
        Assert.Empty(exchange.Active);
        Assert.False(exchange.Unfinished);
    }

    [ProcessFact]
    public async Task ReadyAsync_FunctionFails_ItsChannelIsReadyAndThrowsTheFailure()
    {
        await using var exchange = new ProcessExchange(With());
        Func<int> fail = () => throw new FormatException("mine");
        exchange.Start(fail);

        var channel = Assert.Single(await exchange.ReadyAsync(null, TestDeadline.Token));

        Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(async () => await channel.ReceiveAsync<int>(TestDeadline.Token))).Message);
        Assert.Empty(await exchange.ReadyAsync(null, TestDeadline.Token));
    }
}
