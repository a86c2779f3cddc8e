namespace PProcess.Workers;

/// <summary>The run of a function behind the backs of a worker's tasks: Initialize, Teardown, warming up.</summary>
internal sealed class HookTask(Invocation invocation) : WorkerTask(invocation)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HookTask(FunctionReference hook)
        : this(Invocation.Create(hook))
    {
    }

    /// <summary>Ends when the function has ended; faults as it failed, or when the worker ended first.</summary>
    public Task Completion => _completion.Task;

    internal override void OnResult(ReadOnlyMemory<byte> result, bool hasValue) => _completion.TrySetResult();

    protected override void OnFailed(Exception exception)
    {
        _completion.TrySetException(exception);
        _ = _completion.Task.Exception; // Who waited for it may have given up.
    }

    protected override void OnReturned() => OnFailed(new LaunchException("The worker ended before its hook ran."));
}
