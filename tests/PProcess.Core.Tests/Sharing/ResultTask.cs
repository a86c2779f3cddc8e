namespace PProcess.Core.Tests.Sharing;

/// <summary>A task without a channel, whose outcome can be awaited.</summary>
internal sealed class ResultTask<T>(Invocation invocation) : WorkerTask<T>(invocation)
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => _result.Task;

    public static Task<T> RunAsync(Worker worker, Invocation invocation)
    {
        var task = new ResultTask<T>(invocation);
        worker.Post(task);
        return task.Result;
    }

    protected override void OnCompleted(T value) => _result.SetResult(value);

    protected override void OnFailed(Exception exception) => _result.SetException(exception);

    protected override void OnReturned() => Abandon(new InvalidOperationException("The worker has ended."));
}
