using PProcess.Channels;

namespace PProcess;

/// <summary>One invocation of a function in a worker, seen from the host.</summary>
/// <remarks>
/// A task that has been posted to a worker comes to exactly one end: completed, failed, or returned because it has not begun.
/// A returned task may be posted again. The calls come from the worker's reading loop, one at a time, and must not block.
/// </remarks>
public abstract class WorkerTask
{
    private TaskCompletionSource? _ended;
    private int _isEnded;
    private CancellationTokenRegistration _following;
    private Task _ending = Task.CompletedTask;

    private protected WorkerTask(Invocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        Invocation = invocation;
    }

    /// <summary>What the task runs.</summary>
    public Invocation Invocation { get; }

    /// <summary>The worker that has the task; null before it has been posted and after it was returned.</summary>
    public Worker? Worker { get; internal set; }

    internal uint Id { get; set; }

    internal bool IsCancelled { get; set; }

    internal virtual ChannelStream? Stream => null;

    /// <summary>Waits until the task has come to its end, other than by being returned.</summary>
    internal Task WhenEndedAsync()
    {
        var ended = Interlocked.CompareExchange(ref _ended, new(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _ended;
        if (Volatile.Read(ref _isEnded) != 0)
        {
            ended.TrySetResult();
        }

        return ended.Task;
    }

    /// <summary>Ends the task when the caller's token is cancelled, for as long as a worker has it.</summary>
    internal void Follow(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _following = cancellationToken.UnsafeRegister(static task => ((WorkerTask)task!).BeginEnd(), this);
        }
    }

    /// <summary>Fails a task that no worker has.</summary>
    /// <param name="reason">Why it will never run.</param>
    public void Abandon(Exception reason)
    {
        OnFailed(reason);
        MarkEnded();
    }

    internal void Complete(ReadOnlyMemory<byte> result, bool hasValue)
    {
        _following.Dispose();
        OnResult(result, hasValue);
        MarkEnded();
    }

    internal void Fail(Exception error)
    {
        _following.Dispose();
        OnFailed(IsCancelled && error is (OperationCanceledException or WorkerExitedException or LaunchException)
            ? new OperationCanceledException("The task was cancelled.", error, Invocation.CancellationToken)
            : error);
        MarkEnded();
    }

    internal void Return()
    {
        _following.Dispose();
        OnReturned();
    }

    internal abstract void OnResult(ReadOnlyMemory<byte> result, bool hasValue);

    /// <summary>The function has thrown, its worker has ended, or the task was cancelled.</summary>
    /// <param name="exception">Why: for a cancelled task an <see cref="OperationCanceledException"/> with the invocation's token.</param>
    protected abstract void OnFailed(Exception exception);

    /// <summary>The task has not begun and never will in that worker.</summary>
    protected abstract void OnReturned();

    private void BeginEnd() => _ending = Worker is { } worker ? worker.EndTaskAsync(this) : Task.CompletedTask;

    private void MarkEnded()
    {
        Volatile.Write(ref _isEnded, 1);
        Volatile.Read(ref _ended)?.TrySetResult();
    }
}
