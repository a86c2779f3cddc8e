using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>Workers that are there before their tasks.</summary>
public class WarmUpTests : ProcessTest
{
    private readonly UnreliableLauncher _launcher = new(_ => false);

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WarmUpAsync_Some_TheNextTasksRunInThem(bool reuse)
    {
        await using var queue = NewQueue(reuse, limit: 3);
        await queue.WarmUpAsync(2, TestDeadline.Token);
        var prepared = Processes.Children.ToList();
        Assert.Equal(2, prepared.Count);

        queue.Start(static () => Environment.ProcessId);
        queue.Start(static () => Environment.ProcessId);

        Assert.All(await queue.ListAsync(), used => Assert.Contains(used, prepared));
    }

    [ProcessFact]
    public async Task WarmUpAsync_WithoutReuse_ReplacesWhatWasUsed()
    {
        await using var queue = NewQueue(reuse: false, limit: 2);
        for (var round = 0; round < 5; round++)
        {
            await queue.WarmUpAsync(2, TestDeadline.Token);
            var prepared = Processes.Children.ToList();
            queue.Start(static () => Environment.ProcessId);
            queue.Start(static () => Environment.ProcessId);
            var used = await queue.ListAsync();
            Assert.Equal(2, used.Distinct().Count());
            Assert.All(used, processId => Assert.Contains(processId, prepared));
        }
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WarmUpAsync_MoreThanTheLimit_StartsAsManyAsTheLimit(bool reuse)
    {
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 2, Reuse = reuse, Launcher = _launcher });
        await map.WarmUpAsync(50, TestDeadline.Token);
        Assert.Equal(2, _launcher.Attempts);
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WarmUpAsync_PreparedWorkerIsKilled_IsReplaced(bool reuse)
    {
        await using var exchange = new ProcessExchange(new ExchangeOptions { Limit = 2, Reuse = reuse, Launcher = _launcher });
        await exchange.WarmUpAsync(1, TestDeadline.Token);
        var killed = Assert.Single(Processes.Children);

        Processes.Kill(killed);

        await Processes.GoneAsync(killed);
        while (!Processes.Children.Any())
        {
            await Task.Delay(5, TestDeadline.Token);
        }

        await exchange.WarmUpAsync(1, TestDeadline.Token);
        Assert.NotEqual(killed, Assert.Single(Processes.Children));
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WarmUpAsync_ShortIdleTimeout_KeepsThoseThatItHasStarted(bool reuse)
    {
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 2, Reuse = reuse, IdleTimeout = TimeSpan.FromMilliseconds(1), Launcher = _launcher });
        await map.WarmUpAsync(2, TestDeadline.Token);
        var prepared = Processes.Children.Order().ToList();

        await Task.Delay(500, TestDeadline.Token);

        Assert.Equal(prepared, Processes.Children.Order());
        Assert.Equal(2, _launcher.Attempts);
    }

    [ProcessFact]
    public async Task WarmUpAsync_MoreWorkersThanAreKept_TheOthersEndWhenIdle()
    {
        await using var map = new ProcessMap<int>(new ExchangeOptions { Limit = 2, Reuse = true, IdleTimeout = TimeSpan.FromMilliseconds(1) });
        await map.WarmUpAsync(1, TestDeadline.Token);
        using var gate = new Gate();
        gate.OpenForAll();
        map.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        map.Start(Gate.PassAsync, gate.Address, 1, CancellationToken.None);
        await map[..];

        while (Processes.Children.Count() != 1)
        {
            await Task.Delay(5, TestDeadline.Token);
        }
    }

    [ProcessFact]
    public async Task WarmUpAsync_None_KeepsNoneFromThenOn()
    {
        await using var queue = NewQueue(reuse: false, limit: 2);
        await queue.WarmUpAsync(1, TestDeadline.Token);

        await queue.WarmUpAsync(0, TestDeadline.Token);

        queue.Start(static () => 1);
        Assert.Equal([1], await queue.ListAsync());
        Assert.Equal(1, _launcher.Attempts);
    }

    [ProcessFact]
    public async Task WarmUpAsync_NothingCanBeStarted_SaysSoBehindABoundedNumberOfAttempts()
    {
        var launcher = new UnreliableLauncher(_ => true);
        await using var queue = new ProcessQueue<int>(new ExchangeOptions { Limit = 2, Launcher = launcher });

        await Assert.ThrowsAsync<LaunchException>(() => queue.WarmUpAsync(2, TestDeadline.Token));

        Assert.InRange(launcher.Attempts, 3, 8);
    }

    [ProcessFact]
    public async Task WarmUpAsync_InitializeThrows_SaysSo()
    {
        await using var queue = new ProcessQueue<int>(new ExchangeOptions { Limit = 1, Initialize = static () => throw new InvalidOperationException("no") });

        Assert.Contains("no", (await Assert.ThrowsAsync<LaunchException>(() => queue.WarmUpAsync(1, TestDeadline.Token))).Message, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task WarmUpAsync_Cancelled_StopsWaitingOnly()
    {
        await using var queue = NewQueue(reuse: true, limit: 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.WarmUpAsync(1, new CancellationToken(canceled: true)));

        await queue.WarmUpAsync(1, TestDeadline.Token);

        Assert.Equal(1, _launcher.Attempts);
    }

    [ProcessFact]
    public async Task WarmUpAsync_Disposed_IsRefusedAndLeavesNobody()
    {
        var queue = NewQueue(reuse: false, limit: 2);
        var waiting = queue.WarmUpAsync(2, TestDeadline.Token);
        await queue.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.WarmUpAsync(1, TestDeadline.Token));
        Assert.Empty(Processes.Children);
    }

    [ProcessFact]
    public async Task WarmUpAsync_OutOfRange_IsRefused()
    {
        await using var queue = NewQueue(reuse: true, limit: 2);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.WarmUpAsync(-1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SharedWorkers.WarmUpAsync(0));
    }

    [ProcessFact]
    public async Task SharedWorkersWarmUpAsync_Some_PMapRunsInThem()
    {
        await SharedWorkers.EndIdleAsync();
        await SharedWorkers.WarmUpAsync(2, TestDeadline.Token);
        await SharedWorkers.WarmUpAsync(2, TestDeadline.Token);
        var prepared = Processes.Children.ToList();
        Assert.Equal(2, prepared.Count);

        var used = await Enumerable.Range(0, 50).PMap(static _ => Environment.ProcessId, limit: 2).ListAsync();

        Assert.All(used, processId => Assert.Contains(processId, prepared));
    }

    private ProcessQueue<int> NewQueue(bool reuse, int limit) => new(new ExchangeOptions { Limit = limit, Reuse = reuse, Launcher = _launcher });
}
