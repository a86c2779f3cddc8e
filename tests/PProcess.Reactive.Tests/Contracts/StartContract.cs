using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>How functions are started, with their arguments.</summary>
public abstract class StartContract : LauncherContract
{
    [ProcessFact]
    public async Task Start_ZeroToFourArguments_PassesThem()
    {
        var captured = "e";
        await using var queue = new ProcessQueue<string>(With(limit: 1));
        queue.Start(() => "none");
        queue.Start(a => a, "a");
        queue.Start((a, b) => a + b, "a", 2);
        queue.Start((a, b, c) => a + b + c, "a", 2, 'c');
        queue.Start((a, b, c, d) => a + b + c + d, "a", 2, 'c', true);
        queue.Start((a, b, c, d) => a + b + c + d + captured, "a", 2, 'c', true);
        captured = "changed later";

        Assert.Equal(["a", "a2", "a2c", "a2cTrue", "a2cTruee", "none"], (await queue.ListAsync()).Order(StringComparer.Ordinal));
    }

    [ProcessFact]
    public async Task Start_EveryFormOfFunction_GivesItsResults()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        queue.Start(Plain, 1);
        queue.Start(Async, 2);
        queue.Start(Stream, 3);
        queue.Start(OverChannel, 4);
        queue.Start((channel, x) => Send(channel, x), 5);

        Assert.Equal([1, 2, 3, 3, 4, 5], (await queue.ListAsync()).Order());

        static int Plain(int x) => x;
        static async Task<int> Async(int x) => await Task.FromResult(x);
        static async IAsyncEnumerable<int> Stream(int x)
        {
            yield return x;
            await Task.Yield();
            yield return x;
        }

        static async Task OverChannel(ProcessChannel channel, int x) => await channel.SendAsync(x);
        static void Send(ProcessChannel channel, int x) => channel.SendAsync(x).AsTask().GetAwaiter().GetResult();
    }

    [ProcessFact]
    public async Task Manage_CalledTwice_StartsTwice()
    {
        await using var queue = new ProcessQueue<(int I, int J, int Result)>(With(limit: 2));
        var calculate = queue.Manage<int, int>((i, j) => (i, j, (i * 10) + j));
        var calculateAsync = queue.ManageAsync<int, int>((i, j) => (i, j, (i * 10) + j));

        calculate(1, 2);
        calculate(3, 4);
        await calculateAsync(5, 6);

        Assert.Equal([(1, 2, 12), (3, 4, 34), (5, 6, 56)], (await queue.ListAsync()).Order());
    }

    [ProcessFact]
    public async Task StartAsync_LimitIsReached_WaitsForAPlace()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        await queue.StartAsync(Gate.PassAsync, gate.Address, 0, CancellationToken.None, TestDeadline.Token);
        Assert.True(queue.Busy);
        var second = queue.StartAsync(x => x, 1, TestDeadline.Token).AsTask();
        var running = await gate.ArrivedAsync(0);
        Assert.False(second.IsCompleted);

        running.Open();

        await second.InTimeAsync();
        Assert.Equal([0, 1], (await queue.ListAsync()).Order());
    }

    [ProcessFact]
    public async Task StartAsync_CancelledWhileWaiting_StartsNothing()
    {
        using var gate = new Gate();
        using var cancellation = new CancellationTokenSource();
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        queue.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        var second = queue.StartAsync(x => x, 1, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        gate.OpenForAll();
        Assert.Equal([0], await queue.ListAsync());
    }
}
