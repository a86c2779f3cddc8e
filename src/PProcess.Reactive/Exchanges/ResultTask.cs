using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Exchanges;

/// <summary>A task of a plain function, whose result goes to its place without the detour of a channel.</summary>
internal sealed class ResultTask<T>(Invocation invocation, IResultPlace<T> place, Dispatcher dispatcher, Action onFinished) : WorkerTask<T>(invocation)
{
    protected override void OnCompleted(T value)
    {
        place.Add(value, ResultBytes);
        place.Complete(null);
        onFinished();
    }

    protected override void OnFailed(Exception exception)
    {
        place.Complete(exception);
        onFinished();
    }

    protected override void OnReturned() => dispatcher.Repost(this);
}
