using System.Reactive.Linq;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Inputs are pulled as capacity frees, and no further.</summary>
public abstract class PullingContract : LauncherContract
{
    private const int MaxAhead = 4096;

    private int _pulled;

    public static TheoryData<MapOperator, SourceKind> Forms => AnyMap.Forms;

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

    [ProcessTheory]
    [InlineData(MapOperator.PMap)]
    [InlineData(MapOperator.PMapUnordered)]
    [InlineData(MapOperator.PMapOutcomes)]
    [InlineData(MapOperator.PMapMany)]
    public async Task Map_CancelledWhileTheConsumerIsBusy_ThrowsWithTheToken(MapOperator map)
    {
        using var cancellation = new CancellationTokenSource();
        var results = AnyMap.Run(map, SourceKind.Enumerable, Enumerable.Range(0, int.MaxValue), static (x, _) => Task.FromResult(x), With(limit: 1));

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in results.WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
                await Task.Delay(20, TestDeadline.Token); // By now the source has noticed.
            }
        });

        Assert.Equal(cancellation.Token, error.CancellationToken);
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

    private static Func<int, Task<int>> Pass(string address) => x => Gate.PassAsync(address, x);

    private IEnumerable<int> Counted()
    {
        while (true)
        {
            yield return Interlocked.Increment(ref _pulled) - 1;
        }
    }
}
