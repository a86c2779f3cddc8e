namespace PProcess.Reactive.Exchanges;

/// <summary>Lets any number of callers wait until something has changed.</summary>
/// <remarks>Take <see cref="Next"/>, look at the state, then wait: no change between is missed.</remarks>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = Create();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
