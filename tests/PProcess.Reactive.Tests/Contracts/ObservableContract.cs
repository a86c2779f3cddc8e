using System.Reactive.Linq;
using System.Reactive.Subjects;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Inputs that are pushed, and results that are.</summary>
public abstract class ObservableContract : LauncherContract
{
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
}
