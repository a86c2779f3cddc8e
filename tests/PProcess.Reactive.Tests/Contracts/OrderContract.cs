using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>In which order results come, and how many tasks run at a time.</summary>
public abstract class OrderContract : LauncherContract
{
    public static TheoryData<MapOperator, SourceKind> Forms => AnyMap.Forms;

    [ProcessFact]
    public async Task PMap_LaterTasksEndFirst_ResultsAreInOrder()
    {
        using var gate = new Gate();
        var results = Enumerable.Range(0, 3).PMap(Pass(gate.Address), With(limit: 3)).ListAsync();

        foreach (var number in new[] { 2, 1, 0 })
        {
            var visit = await gate.ArrivedAsync(number);
            visit.Open();
            await visit.Left.InTimeAsync();
        }

        Assert.Equal([0, 1, 2], await results);
    }

    [ProcessFact]
    public async Task PMapUnordered_LaterTaskEndsFirst_ComesFirst()
    {
        using var gate = new Gate();
        await using var results = Enumerable.Range(0, 2).PMapUnordered(Pass(gate.Address), With(limit: 2)).GetAsyncEnumerator(TestDeadline.Token);
        var first = results.MoveNextAsync();
        var slow = await gate.ArrivedAsync(0);

        (await gate.ArrivedAsync(1)).Open();

        Assert.True(await first);
        Assert.Equal(1, results.Current);
        slow.Open();
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(0, results.Current);
        Assert.False(await results.MoveNextAsync());
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_WithLimit_NeverRunsMoreTasks(MapOperator map, SourceKind kind)
    {
        using var gate = new Gate();
        var results = AnyMap.Run(map, kind, Enumerable.Range(0, 9), PassAsync(gate.Address), With(limit: 3)).ListAsync();

        for (var i = 0; i < 9; i += 3)
        {
            Visit[] visits = [await gate.NextAsync(), await gate.NextAsync(), await gate.NextAsync()];
            Array.ForEach(visits, visit => visit.Open());
        }

        Assert.Equal(9, (await results).Count);
        Assert.Equal(3, gate.Most);
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_WithoutLimit_RunsAllTasksAtOnce(MapOperator map, SourceKind kind)
    {
        using var gate = new Gate();
        var results = AnyMap.Run(map, kind, Enumerable.Range(0, 5), PassAsync(gate.Address), With(limit: null)).ListAsync();

        for (var i = 0; i < 5; i++)
        {
            await gate.ArrivedAsync(i);
        }

        gate.OpenForAll();
        Assert.Equal(5, (await results).Count);
    }

    private static Func<int, Task<int>> Pass(string address) => x => Gate.PassAsync(address, x);

    private static Func<int, CancellationToken, Task<int>> PassAsync(string address) => (x, token) => Gate.PassAsync(address, x, token);
}
