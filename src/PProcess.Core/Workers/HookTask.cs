namespace PProcess.Workers;

/// <summary>The run of a worker's Initialize or Teardown function, behind the backs of its tasks.</summary>
internal sealed class HookTask(FunctionReference hook) : WorkerTask(Invocation.Create(hook))
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the function has ended; faults as it failed, or when the worker ended first.</summary>
    public Task Completion => _completion.Task;

    internal override void OnResult(ReadOnlyMemory<byte> result, bool hasValue) => _completion.TrySetResult();

    protected override void OnFailed(Exception exception) => _completion.TrySetException(exception);

    protected override void OnReturned() => _completion.TrySetException(new LaunchException("The worker ended before its hook ran."));
}
