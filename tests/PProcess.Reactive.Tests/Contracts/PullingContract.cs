using System.Reactive.Linq;
using System.Reactive.Subjects;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>When inputs are pulled, in which order results come, and how many tasks run at a time.</summary>
public abstract class PullingContract : LauncherContract
{
    /// <summary>How many inputs a map may be ahead of its consumer, whatever the tasks.</summary>
    private const int MaxAhead = 4096;

    private int _pulled;

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Call_NotEnumerated_PullsAndStartsNothing(MapOperator map, SourceKind kind)
    {
        var results = AnyMap.Run(map, kind, Counted(), (x, _) => Task.FromResult(x), With());

        await new[] { 0 }.PMap(x => x, With()).ListAsync();

        Assert.NotNull(results);
        Assert.Equal(0, _pulled);
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_EndlessSource_GivesTheFirstResults(MapOperator map, SourceKind kind)
    {
        var results = await AnyMap.Run(map, kind, Counted(), (x, _) => Task.FromResult(x), With()).Take(50).ListAsync();

        Assert.Equal(50, results.Count);
        Assert.True(map == MapOperator.PMapUnordered || results.SequenceEqual(Enumerable.Range(0, 50)));
    }

    [ProcessFact]
    public async Task PMap_TasksWait_PullsNoMoreThanTheLimit()
    {
        using var gate = new Gate();
        await using var results = Counted().PMap(Pass(gate.Address), With(limit: 3, reuse: false)).GetAsyncEnumerator(TestDeadline.Token);
        var first = results.MoveNextAsync();
        (await gate.ArrivedAsync(2)).Open();
        (await gate.ArrivedAsync(1)).Open();
        await gate.ArrivedAsync(4);

        Assert.Equal(5, _pulled);
        (await gate.ArrivedAsync(0)).Open();
        Assert.True(await first);
    }

    [ProcessTheory]
    [InlineData(MapOperator.PMap, SourceKind.Enumerable)]
    [InlineData(MapOperator.PMap, SourceKind.AsyncEnumerable)]
    [InlineData(MapOperator.PMapUnordered, SourceKind.Enumerable)]
    [InlineData(MapOperator.PMapOutcomes, SourceKind.AsyncEnumerable)]
    [InlineData(MapOperator.PMapMany, SourceKind.Enumerable)]
    public async Task Enumerate_SlowConsumer_PullsABoundedNumberAhead(MapOperator map, SourceKind kind)
    {
        await using var results = AnyMap.Run(map, kind, Counted(), (x, _) => Task.FromResult(x), With()).GetAsyncEnumerator(TestDeadline.Token);
        Assert.True(await results.MoveNextAsync());

        await Enumerable.Range(0, 4 * MaxAhead).PMap(x => x, With()).ListAsync(); // As long as this takes, nobody takes a result.

        Assert.InRange(_pulled, 1, MaxAhead + 2);
    }

    [ProcessFact]
    public async Task Subscribe_SlowObserver_PullsABoundedNumberAhead()
    {
        using var goOn = new SemaphoreSlim(0);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = new RecordingObserver<int>(_ =>
        {
            first.TrySetResult();
            goOn.Wait(TestDeadline.Milliseconds);
        });
        using var subscription = Counted().ToObservable().PMap(x => x, With()).Subscribe(observer);
        await first.Task.InTimeAsync();

        await Enumerable.Range(0, 4 * MaxAhead).PMap(x => x, With()).ListAsync(); // As long as this takes, the observer holds the first result.

        Assert.InRange(_pulled, 1, MaxAhead + 100);
        subscription.Dispose();
        goOn.Release();
    }

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

    [ProcessFact]
    public async Task PMap_SlowMoveNext_GivesResultsMeanwhile()
    {
        using var goOn = new SemaphoreSlim(0);
        await using var results = Slow(goOn).PMap(x => x, With()).GetAsyncEnumerator(TestDeadline.Token);

        Assert.True(await results.MoveNextAsync());
        Assert.Equal(0, results.Current);
        goOn.Release();
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(1, results.Current);
        Assert.False(await results.MoveNextAsync());

        static IEnumerable<int> Slow(SemaphoreSlim goOn)
        {
            yield return 0;
            goOn.Wait(TestDeadline.Milliseconds);
            yield return 1;
        }
    }

    [ProcessFact]
    public async Task PMap_SourceHangsAndTheLoopIsLeft_LeavesNevertheless()
    {
        using var goOn = new SemaphoreSlim(0);

        await foreach (var result in Hanging(goOn).PMap(x => x, With()).WithCancellation(TestDeadline.Token))
        {
            break;
        }

        goOn.Release();

        static IEnumerable<int> Hanging(SemaphoreSlim goOn)
        {
            yield return 0;
            goOn.Wait(TestDeadline.Milliseconds);
            yield return 1;
        }
    }

    [ProcessFact]
    public async Task PMap_ObservablePushesFasterThanWorkersTake_LosesNothing() =>
        Assert.Equal(Enumerable.Range(0, 5000), await AnyMap.Pull(Observable.Range(0, 5000).PMap(x => x, With())).ListAsync());

    [ProcessFact]
    public async Task PMap_HotObservable_TakesWhatIsPushedOnceSubscribed()
    {
        using var inputs = new Subject<int>();
        var observer = new RecordingObserver<int>();
        using var subscription = inputs.PMap(x => x + 1, With()).Subscribe(observer);

        inputs.OnNext(1);
        inputs.OnNext(2);
        inputs.OnCompleted();

        await observer.Ended.InTimeAsync();
        Assert.Equal([2, 3], observer.Values);
        Assert.False(observer.HasOverlapped);
    }

    [ProcessFact]
    public async Task PMap_SubscribedTwice_RunsTwice()
    {
        var results = Observable.Range(0, 3).PMap(x => x, With());

        Assert.Equal([0, 1, 2], await AnyMap.Pull(results).ListAsync());
        Assert.Equal([0, 1, 2], await AnyMap.Pull(results).ListAsync());
    }

    public static TheoryData<MapOperator, SourceKind> Forms => AnyMap.Forms;

    private static Func<int, Task<int>> Pass(string address) => x => Gate.PassAsync(address, x);

    private static Func<int, CancellationToken, Task<int>> PassAsync(string address) => (x, token) => Gate.PassAsync(address, x, token);

    private IEnumerable<int> Counted()
    {
        while (true)
        {
            yield return Interlocked.Increment(ref _pulled) - 1;
        }
    }
}
