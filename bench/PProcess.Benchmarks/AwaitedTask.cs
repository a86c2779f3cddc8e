namespace PProcess.Benchmarks;

/// <summary>A task whose result is awaited where the answer is read, without a hop to another thread.</summary>
internal sealed class AwaitedTask<T> : WorkerTask<T>
{
    private readonly TaskCompletionSource<T> _result = new();

    private AwaitedTask(Invocation invocation)
        : base(invocation)
    {
    }

    public static Task<T> Post(Worker worker, Invocation invocation)
    {
        var task = new AwaitedTask<T>(invocation);
        worker.Post(task);
        return task._result.Task;
    }

    protected override void OnCompleted(T value) => _result.SetResult(value);

    protected override void OnFailed(Exception exception) => _result.SetException(exception);

    protected override void OnReturned() => _result.SetException(new InvalidOperationException("The worker has ended."));
}
