using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>A map gives results in the order of their tasks, as often as it is asked.</summary>
public abstract class MapContract : LauncherContract
{
    [ProcessFact]
    public async Task Enumerate_LaterTasksEndFirst_GivesResultsInTheOrderOfTheTasks()
    {
        using var gate = new Gate();
        await using var map = new ProcessMap<int>(With(limit: 3));
        for (var i = 0; i < 3; i++)
        {
            map.Start(Gate.PassAsync, gate.Address, i, CancellationToken.None);
        }

        foreach (var number in new[] { 2, 1, 0 })
        {
            (await gate.ArrivedAsync(number)).Open();
        }

        Assert.Equal([0, 1, 2], await map.ListAsync());
        Assert.Equal([0, 1, 2], await map.ListAsync());
    }

    [ProcessFact]
    public async Task Index_TaskHasEnded_DoesNotWaitForOthers()
    {
        using var gate = new Gate();
        await using var map = new ProcessMap<int>(With(limit: 2));
        map.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        map.Start(x => x * 10, 1);
        map.Start(x => x * 10, 2);

        Assert.Equal(10, await map[1].InTimeAsync());
        Assert.Equal(20, await map[^1].InTimeAsync());
        int[] last = [10, 20];
        Assert.Equal(last, await map[1..].InTimeAsync());
        Assert.Equal(10, Assert.Single(await map[1..2].InTimeAsync()));
        Assert.Empty(await map[3..3].InTimeAsync());
        Assert.False(map[0].IsCompleted);
        gate.OpenForAll();
        Assert.Equal(0, await map[0].InTimeAsync());
    }

    [ProcessFact]
    public async Task Index_OutOfRange_ThrowsAtOnce()
    {
        await using var map = new ProcessMap<int>(With(limit: 1));
        map.Start(() => 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = map[1]; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = map[-1]; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = map[^2]; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = map[0..2]; });
        Assert.Equal(1, await map[0].InTimeAsync());
    }

    [ProcessFact]
    public async Task Enumerate_TaskFails_ItIsAnErrorAtItsPlaceAndTheRestFollows()
    {
        await using var map = new ProcessMap<int>(With(limit: 2));
        foreach (var x in Enumerable.Range(0, 4))
        {
            map.Start(x => x == 1 ? throw new FormatException("one") : x, x);
        }

        await using var results = map.GetAsyncEnumerator(TestDeadline.Token);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(0, results.Current);
        Assert.Equal("one", (await Assert.ThrowsAsync<FormatException>(async () => await results.MoveNextAsync())).Message);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(2, results.Current);
        Assert.True(await results.MoveNextAsync());
        Assert.False(await results.MoveNextAsync());

        Assert.Equal(3, await map[3].InTimeAsync());
        await Assert.ThrowsAsync<FormatException>(() => map[1].InTimeAsync());
        await Assert.ThrowsAsync<FormatException>(() => map[..3].InTimeAsync());
    }

    [ProcessFact]
    public async Task Enumerate_Cancelled_ThrowsWithTheToken()
    {
        using var gate = new Gate();
        using var cancellation = new CancellationTokenSource();
        await using var map = new ProcessMap<int>(With(limit: 1));
        map.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        var enumeration = map.ToListAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumeration.InTimeAsync());
        Assert.Equal(cancellation.Token, error.CancellationToken);
        gate.OpenForAll();
        Assert.Equal([0], await map.ListAsync());
    }

    [ProcessFact]
    public async Task Enumerate_LeftEarly_LeavesTheTasks()
    {
        await using var map = new ProcessMap<int>(With(limit: 2));
        for (var i = 0; i < 10; i++)
        {
            map.Start(x => x, i);
        }

        Assert.Equal([0, 1], await map.Take(2).ListAsync());
        Assert.Equal(Enumerable.Range(0, 10), await map.ListAsync());
    }

    [ProcessFact]
    public async Task Enumerate_FunctionKeepsSending_HasAllItsResultsAtItsPlace()
    {
        await using var map = new ProcessMap<string>(With(limit: 2));
        map.Start(Stream, "a");
        map.Start(x => x, "b");
        map.Start(Stream, "c");

        Assert.Equal(["a0", "a1", "b", "c0", "c1"], await map.ListAsync());
        Assert.Equal("c0", await map[2].InTimeAsync());

        static async IAsyncEnumerable<string> Stream(string name)
        {
            yield return $"{name}0";
            await Task.Yield();
            yield return $"{name}1";
        }
    }

    [ProcessFact]
    public async Task DisposeAsync_TasksRunAndWait_TheyFailAsCancelled()
    {
        using var gate = new Gate();
        var map = new ProcessMap<int>(With(limit: 1));
        map.Start(x => x, 0);
        Assert.Equal(0, await map[0].InTimeAsync());
        map.Start((address, x, token) => Gate.PassAsync(address, x, token), gate.Address, 1, CancellationToken.None);
        map.Start(x => x, 2);
        var running = await gate.ArrivedAsync(1);

        await Task.WhenAll(map.DisposeAsync().AsTask(), map.DisposeAsync().AsTask()).InTimeAsync();

        await running.Left.InTimeAsync();
        Assert.Equal(0, await map[0].InTimeAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map[1].InTimeAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map[2].InTimeAsync());
        Assert.Throws<ObjectDisposedException>(() => map.Start(x => x, 3));
    }
}
