namespace PProcess.Reactive.Mappings;

/// <summary>Results as a cold observable: each subscription enumerates anew, and its end ends what it started.</summary>
internal sealed class ResultObservable<TResult>(IAsyncEnumerable<TResult> results) : IObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new ResultSubscription<TResult>(observer);
        subscription.Start(results);
        return subscription;
    }
}

/// <summary>The same for results whose inputs are pushed: the source is subscribed to within the call that subscribes here.</summary>
internal sealed class ResultObservable<T, TResult>(IObservable<T> source, ObservedSource<T> inputs, IAsyncEnumerable<TResult> results) : IObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new ResultSubscription<TResult>(observer);
        var inlet = inputs.StartWithInlet(() => subscription.Start(results));
        subscription.EndWith(inlet);
        inlet.Subscribe(source);
        return subscription;
    }
}
