using PProcess.Channels;
using PProcess.Sharing;

namespace PProcess;

/// <summary>One invocation of a function in a worker, seen from the host.</summary>
/// <remarks>
/// A task that has been posted to a worker comes to exactly one end: completed, failed, or returned because it has not begun.
/// A returned task may be posted again. A task of several calls is told the outcome of each, in their order; those that have not begun
/// are split off and returned. The calls come from the worker's reading loop, one at a time, and must not block.
/// </remarks>
public abstract class WorkerTask : ISharedReceiver
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Withdrawn = 2;

    private readonly SharedHold? _held;
    private TaskCompletionSource? _ended;
    private int _isEnded;
    private List<Exception>? _attempts;
    private TimeSpan? _timedOutAfter;
    private CancellationTokenRegistration _following;
    private Task _ending = Task.CompletedTask;
    private SharedArrivals? _arrivals;
    private int _done;
    private int _state;

    private protected WorkerTask(Invocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        Invocation = invocation;
        _held = SharedHold.Of(invocation);
    }

    /// <summary>What the task runs.</summary>
    public Invocation Invocation { get; private set; }

    /// <summary>The worker that has the task; null before it has been posted and after it was returned.</summary>
    public Worker? Worker { get; internal set; }

    /// <summary>How often the task is run again where its worker is lost or its time is up. A task with a channel never is: what it has sent cannot be taken back.</summary>
    public int Retries { get; init; }

    internal uint Id { get; set; }

    /// <summary>Which attempt is running or comes next, from 1.</summary>
    internal int Attempt => 1 + (_attempts?.Count ?? 0);

    /// <summary>Why the worker that it was returned from never took tasks; null where it did.</summary>
    internal LaunchException? StartFailure { get; private set; }

    internal bool IsCancelled { get; set; }

    /// <summary>How many of its calls have an outcome.</summary>
    internal int Done => _done;

    /// <summary>Whether its next outcome is not its last.</summary>
    internal bool HasMore => Invocation.Count - _done > 1;

    /// <summary>The large array that the present result ends in; null for none.</summary>
    internal Array? Tail { get; set; }

    internal virtual ChannelStream? Stream => null;

    /// <summary>The shared memory that the worker has offered; asked by its reading loop only.</summary>
    internal SharedArrivals Arrivals => _arrivals ??= new SharedArrivals();

    bool ISharedReceiver.GivesOwnership => false;

    void ISharedReceiver.OnArrived(SharedBlock block, IDisposable buffer) => _arrivals?.Release(block);

    void ISharedReceiver.OnGiven(IDisposable buffer)
    {
        // A host keeps what it owns.
    }

    /// <summary>Nothing that was sent through the channel will be received any more.</summary>
    internal void DropArrivals() => _arrivals?.Clear();

    /// <summary>Waits until the task's present worker has done with it.</summary>
    internal Task WhenEndedAsync()
    {
        var ended = Interlocked.CompareExchange(ref _ended, new(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _ended;
        if (Volatile.Read(ref _isEnded) != 0)
        {
            ended.TrySetResult();
        }

        return ended.Task;
    }

    /// <summary>Claims a task that waits, for whoever is to post or abandon it: it may be withdrawn before, when its channel is disposed.</summary>
    /// <returns>False where it has been withdrawn. It has its outcome then, and is not to be posted.</returns>
    public bool TryClaim() => Interlocked.CompareExchange(ref _state, Claimed, Waiting) == Waiting;

    /// <summary>Cancels the task if it waits for a worker.</summary>
    internal bool TryWithdraw()
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) != Waiting)
        {
            return false;
        }

        Abandon(new OperationCanceledException("The task was cancelled before it began.", Invocation.CancellationToken));
        return true;
    }

    internal void OnPosted(Worker worker)
    {
        Worker = worker;
        Volatile.Write(ref _state, Claimed);
        _timedOutAfter = null;
        Volatile.Write(ref _ended, null); // Whoever waited for its end in the last worker has been told.
        Volatile.Write(ref _isEnded, 0);
    }

    /// <summary>Whatever comes now, the task has failed because its time was up.</summary>
    internal void TimeOut(TimeSpan timeout) => _timedOutAfter = timeout;

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
        _following.Dispose();
        EndAll(reason);
    }

    /// <summary>Splits off calls, of a task that no worker has.</summary>
    /// <param name="call">The first of them, counted from zero; above zero and below their number.</param>
    /// <returns>The task of these calls.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing to split there.</exception>
    public WorkerTask SplitFrom(int call)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(call, Invocation.Count);
        var rest = Split(Invocation.Slice(call, Invocation.Count));
        rest.IsCancelled = IsCancelled;
        Invocation = Invocation.Slice(0, call);
        return rest;
    }

    /// <summary>It has told all outcomes that it has: the others were split off.</summary>
    internal void EndWithoutOutcome()
    {
        _following.Dispose();
        ReleaseShared();
        MarkEnded();
    }

    internal void Complete(ReadOnlyMemory<byte> result, bool hasValue)
    {
        if (_timedOutAfter is not null)
        {
            FailRepeatable(new OperationCanceledException("It ended later by itself."));
            return;
        }

        var isLast = !HasMore;
        _done++;
        if (isLast)
        {
            _following.Dispose();
        }

        OnResult(result, hasValue);
        if (isLast)
        {
            ReleaseShared();
            MarkEnded();
        }
    }

    /// <summary>The function has thrown, or was cancelled.</summary>
    internal void Fail(Exception error)
    {
        if (_timedOutAfter is not null)
        {
            FailRepeatable(error);
            return;
        }

        if (HasMore)
        {
            _done++;
            OnFailed(Explain(error));
            return;
        }

        _following.Dispose();
        End(Explain(error));
    }

    /// <summary>The worker has ended while it ran the task, or the task's time was up.</summary>
    internal void FailRepeatable(Exception error)
    {
        _following.Dispose();
        var outcome = Explain(error);
        if (Stream is not null || IsCancelled || Attempt > Retries)
        {
            End(outcome);
            return;
        }

        (_attempts ??= []).Add(outcome);
        Invocation = Invocation.Slice(_done, Invocation.Count);
        _done = 0;
        Worker = null;
        Volatile.Write(ref _state, Waiting);
        MarkEnded(); // Before it is posted anew.
        OnReturned();
    }

    internal void Return(LaunchException? startFailure)
    {
        StartFailure = startFailure;
        _following.Dispose();
        Volatile.Write(ref _state, Waiting);
        MarkEnded();
        OnReturned();
    }

    internal abstract void OnResult(ReadOnlyMemory<byte> result, bool hasValue);

    /// <summary>The function has thrown, its worker has ended, or the task was cancelled.</summary>
    /// <param name="exception">Why: for a cancelled task an <see cref="OperationCanceledException"/> with the invocation's token.</param>
    protected abstract void OnFailed(Exception exception);

    /// <summary>Of a task of several calls: no further outcome has arrived so far.</summary>
    protected internal virtual void OnPaused()
    {
    }

    /// <summary>The task has not begun and never will in that worker.</summary>
    protected abstract void OnReturned();

    /// <summary>Makes the task of calls that were split off, because they have not begun: it is returned next.</summary>
    /// <param name="rest">The calls.</param>
    /// <returns>The task, of the same kind.</returns>
    protected virtual WorkerTask Split(Invocation rest) => throw new NotSupportedException($"{GetType()} is not for several calls.");

    private void End(Exception outcome) => EndAll(_attempts is null ? outcome : new RetriesExhaustedException([.. _attempts, outcome]));

    private void EndAll(Exception outcome)
    {
        for (; _done < Invocation.Count; _done++)
        {
            OnFailed(outcome);
        }

        ReleaseShared();
        MarkEnded();
    }

    private void ReleaseShared()
    {
        _held?.Release();
        if (Stream is null) // What was sent through a channel can still be received.
        {
            _arrivals?.Clear();
        }
    }

    private Exception Explain(Exception error) => error switch
    {
        _ when _timedOutAfter is { } timeout => new TimeoutException($"The task has not ended within {timeout}.", error),
        OperationCanceledException or WorkerExitedException or LaunchException when IsCancelled =>
            new OperationCanceledException("The task was cancelled.", error, Invocation.CancellationToken),
        _ => error,
    };

    private void BeginEnd() => _ending = Worker is { } worker ? worker.EndTaskAsync(this) : Task.CompletedTask;

    private void MarkEnded()
    {
        Volatile.Write(ref _isEnded, 1);
        Volatile.Read(ref _ended)?.TrySetResult();
    }
}
