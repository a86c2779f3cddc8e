using PProcess.Reactive.Exchanges;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Exchanges;

public class ObserverSetTests
{
    private readonly ObserverSet<int> _set = new();

    [ProcessFact]
    public async Task Publish_FromManyThreads_TellsEverythingOneAtATime()
    {
        var observer = new RecordingObserver<int>();
        _set.Subscribe(observer, []);

        Parallel.For(0, 2000, _set.Publish);
        _set.Complete();

        await observer.Ended.InTimeAsync();
        Assert.Equal(Enumerable.Range(0, 2000), observer.Values.Order());
        Assert.False(observer.HasOverlapped);
        Assert.Equal(1, observer.Completions);
    }

    [ProcessFact]
    public async Task Publish_ObserverThrows_GetsItBackAndHarmsNoOther()
    {
        var failure = new InvalidOperationException("mine");
        var throwing = new RecordingObserver<int>(_ => throw failure);
        var other = new RecordingObserver<int>();
        _set.Subscribe(throwing, []);
        _set.Subscribe(other, []);

        _set.Publish(1);
        _set.Publish(2);
        _set.Complete();

        await other.Ended.InTimeAsync();
        Assert.Equal([1, 2], other.Values);
        Assert.Equal([1], throwing.Values);
        Assert.Equal([failure], throwing.Errors);
        Assert.Equal(0, throwing.Completions);
    }

    [ProcessFact]
    public async Task Subscribe_WithFirstValues_TellsThemToThatObserverOnly()
    {
        var earlier = new RecordingObserver<int>();
        var later = new RecordingObserver<int>();
        _set.Subscribe(earlier, []);

        _set.Subscribe(later, [7, 8]);
        _set.Publish(9);
        _set.Complete();

        await Task.WhenAll(earlier.Ended, later.Ended).InTimeAsync();
        Assert.Equal([9], earlier.Values);
        Assert.Equal([7, 8, 9], later.Values);
    }

    [ProcessFact]
    public async Task Dispose_WhileBeingTold_HearsNothingMore()
    {
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var observer = new RecordingObserver<int>(_ =>
        {
            entered.Release();
            goOn.Wait(TestDeadline.Milliseconds);
        });
        var other = new RecordingObserver<int>();
        var subscription = _set.Subscribe(observer, []);
        _set.Subscribe(other, []);
        _set.Publish(1);
        _set.Publish(2);
        await entered.WaitAsync(TestDeadline.Token);

        subscription.Dispose();
        subscription.Dispose();
        goOn.Release();
        _set.Complete();

        await other.Ended.InTimeAsync();
        Assert.Equal([1], observer.Values);
        Assert.Equal(0, observer.Completions);
        Assert.Equal([1, 2], other.Values);
    }

    [ProcessFact]
    public async Task Subscribe_AfterTheEnd_CompletesAtOnce()
    {
        _set.Complete();
        var observer = new RecordingObserver<int>();

        _set.Subscribe(observer, [1]);

        await observer.Ended.InTimeAsync();
        Assert.Equal(1, observer.Completions);
        Assert.Empty(observer.Values);
    }
}
