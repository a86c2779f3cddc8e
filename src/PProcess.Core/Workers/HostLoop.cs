using PProcess.Framing;
using PProcess.Sharing;

namespace PProcess.Workers;

/// <summary>A host's side of the connection to a worker: sends it tasks, and takes in what it says of them.</summary>
/// <remarks>Thread-safe, but for <see cref="Handle"/>, which one reading loop calls.</remarks>
internal sealed class HostLoop
{
    private readonly Worker _worker;
    private readonly FrameWriter _frames;
    private readonly WorkerOptions _options;
    private readonly Action<WorkerTask> _send;
    private readonly MessageAssembler _messages = new();
    private readonly Lock _gate = new();

    // The reading loop's.
    private WorkerTask? _unfinished; // Whose outcome came last, if more are to come.
    private double _time; // Of the calls of the running task that have ended, in microseconds.
    private bool _hasEndedOneCall; // A task of one call, last of those that have ended since the last pause.

    // Guarded by _gate.
    private readonly CallWriter _calls;
    private List<WorkerTask>? _deferred;
    private Outbox? _outbox;
    private bool _hasOutbox;

    public HostLoop(Worker worker, FrameWriter frames, WorkerOptions options)
    {
        _worker = worker;
        _frames = frames;
        _options = options;
        _send = Send;
        _calls = new CallWriter(frames);
    }

    /// <summary>Called where a task of one call has ended, and the worker has one task: may wait for what it says next.</summary>
    public Action? WaitAwake { get; init; }

    public TaskTable Tasks { get; } = new();

    /// <summary>Gives the worker tasks, in one write; where it takes none, they are returned.</summary>
    public void Post(IReadOnlyList<WorkerTask> tasks)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            tasks[i].OnPosted(_worker);
        }

        if (tasks.Count > 1 || tasks is [{ Invocation.Count: > 1 }])
        {
            ShareOutbox();
        }

        bool isTaken;
        using (_frames.Batch())
        {
            isTaken = Tasks.TryAdd(tasks, _send);
        }

        for (var i = 0; i < tasks.Count; i++)
        {
            if (isTaken)
            {
                tasks[i].Follow(tasks[i].Invocation.CancellationToken);
            }
            else
            {
                GiveBack(tasks[i]);
            }
        }
    }

    /// <summary>What the worker has sent behind this position of its stream, and the pipe has not taken.</summary>
    public ReadOnlyMemory<byte> TakeUnread(long position)
    {
        lock (_gate)
        {
            _hasOutbox = true;
            using var outbox = _outbox;
            _outbox = null;
            return outbox?.ReadFrom(position);
        }
    }

    /// <summary>Gives the worker its Initialize function; tasks wait here until <see cref="SendDeferred"/>.</summary>
    public void PostFirst(HookTask initialization)
    {
        Post([initialization]);
        lock (_gate)
        {
            _deferred = [];
        }
    }

    public void SendDeferred()
    {
        lock (_gate)
        {
            _deferred?.ForEach(_calls.Write);
            _deferred = null;
        }
    }

    public void Recall(WorkerTask task) => _frames.Write(FrameKind.Recall, FrameFlags.None, task.Id, []);

    public void Cancel(WorkerTask task)
    {
        task.IsCancelled = true;
        _frames.Write(FrameKind.Cancel, FrameFlags.None, task.Id, []);
    }

    public void TimeOut(WorkerTask task, TimeSpan timeout)
    {
        task.TimeOut(timeout);
        _frames.Write(FrameKind.Cancel, FrameFlags.None, task.Id, []);
    }

    /// <summary>Lets the worker drop a function.</summary>
    public void Forget(FunctionReference function)
    {
        lock (_gate)
        {
            _calls.Forget(function);
        }
    }

    /// <summary>Takes in one frame.</summary>
    /// <exception cref="ProtocolException">The worker may not say that.</exception>
    public void Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Result:
                if (IsHere(frame) && _messages.TryComplete(frame, out var result))
                {
                    var task = TakeForOutcome(frame);
                    task.Tail = _messages.Tail;
                    task.Complete(result, frame.Flags.HasFlag(FrameFlags.Value));
                    _messages.Release();
                }

                break;
            case FrameKind.Failed:
                if (IsHere(frame) && _messages.TryComplete(frame, out var failure))
                {
                    var error = ReadError(failure); // Where that throws, the task is still here, to fail with the worker.
                    TakeForOutcome(frame).Fail(error);
                }

                break;
            case FrameKind.Length:
                if (Tasks.Find(frame.Id) is not null)
                {
                    _messages.Expect(frame);
                }

                break;
            case FrameKind.Share when Tasks.Find(frame.Id) is { } sharer:
                sharer.Arrivals.OnOffer(frame, _frames);
                break;
            case FrameKind.Share:
                SharedArrivals.Refuse(frame, _frames);
                break;
            case FrameKind.Shared:
                Tasks.Find(frame.Id)?.Stream?.Offers.OnAnswer(frame.Body);
                break;
            case FrameKind.Recalled when frame.Body.IsEmpty:
                GiveBack(Tasks.Take(frame.Id));
                break;
            case FrameKind.Recalled:
                GiveBackRest(frame.Id, new MessageReader(frame.Body).ReadInt32());
                break;
            case FrameKind.Outbox:
                CloseOutboxDescriptor();
                break;
            case FrameKind.Progress:
                if (Tasks.Find(frame.Id) is { } reporter && _messages.TryComplete(frame, out var report))
                {
                    reporter.Invocation.Progress?.Report(report);
                }

                break;
            case FrameKind.Data:
                if (Tasks.Find(frame.Id) is { } receiver)
                {
                    OnData(receiver, frame);
                }

                break;
            case FrameKind.Credit:
                Tasks.Find(frame.Id)?.Stream?.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                Tasks.Find(frame.Id)?.Stream?.EndInput();
                break;
            default:
                throw new ProtocolException($"A worker does not send {frame.Kind} frames.");
        }
    }

    /// <summary>There is nothing more to handle for now.</summary>
    public void Pause()
    {
        _unfinished?.OnPaused();
        _unfinished = null;
        if (_hasEndedOneCall && Tasks.HasOne)
        {
            WaitAwake?.Invoke();
        }

        _hasEndedOneCall = false;
    }

    /// <summary>The worker is gone: the task that it ran fails, and those behind it, which have not begun, are returned.</summary>
    public void Close(Exception failure)
    {
        var left = Tasks.Close();
        if (left.Count > 0 && _worker.StartFailure is null)
        {
            var lost = left[0];
            left.RemoveAt(0);
            if (lost.HasMore)
            {
                left.Insert(0, lost.SplitFrom(lost.Done + 1));
            }

            _worker.OnTaskEnded(lost, null);
            Lose(lost, failure);
        }

        left.ForEach(GiveBack);
        TakeUnread(long.MaxValue); // From a worker that is not to be trusted nothing was taken; its memory must go.
    }

    private static void Lose(WorkerTask task, Exception failure)
    {
        if (failure is WorkerExitedException)
        {
            task.FailRepeatable(failure);
        }
        else
        {
            task.Fail(failure);
        }
    }

    // Asked before a part is kept: messages that are never whole, for tasks that are not there, would pile up.
    private bool IsHere(in Frame frame) =>
        !frame.Flags.HasFlag(FrameFlags.More) || Tasks.Find(frame.Id) is not null ? true : throw TaskTable.Unknown(frame.Id);

    private WorkerTask TakeForOutcome(in Frame frame)
    {
        _time += CallTime.Decode(frame.Time);
        var task = Tasks.TakeForOutcome(frame.Id, out var isLast);
        _unfinished = isLast ? null : task;
        if (!isLast)
        {
            return task;
        }

        _messages.Forget(frame.Id);
        var time = TakeTime();
        _hasEndedOneCall = task.Invocation.Count == 1;
        if (!task.Invocation.Function.EndsWorker)
        {
            _worker.OnTaskEnded(task, time);
            return task;
        }

        // A process that was created for a task ends with it; those behind go elsewhere.
        var behind = Tasks.CloseBehindLast();
        _frames.Write(FrameKind.Recall, FrameFlags.None, TaskQueue.AllBehindLast, []);
        _worker.OnTaskEnded(task, time);
        behind.ForEach(GiveBack);
        _worker.BeginEnd();
        return task;
    }

    // A worker is not to be believed: the sum may be anything.
    private TimeSpan? TakeTime()
    {
        var time = _time;
        _time = 0;
        return time < TimeSpan.MaxValue.TotalMicroseconds ? TimeSpan.FromMicroseconds(time) : null;
    }

    private Exception ReadError(ReadOnlyMemory<byte> failure)
    {
        var reader = new MessageReader(failure);
        var error = RemoteError.Read(ref reader, _worker.ProcessId);
        return error is OutOfMemoryException && _options.GCHeapHardLimit is { } limit ? new HeapLimitException(limit, error) : error;
    }

    private static void OnData(WorkerTask task, in Frame frame)
    {
        if (task is not ChannelTask { Stream: { } stream, Channel: { } channel })
        {
            throw new ProtocolException("A worker sent channel bytes for a task that has no channel.");
        }

        stream.OnData(frame.Body.Span);
        if (frame.Flags.HasFlag(FrameFlags.Start))
        {
            channel.OnMessageStart();
        }
    }

    private void GiveBackRest(uint id, int from)
    {
        if (Tasks.Find(id) is not { } task || from <= 0 || from < task.Done || from >= task.Invocation.Count)
        {
            throw new ProtocolException($"A worker gives back calls of task {id} that it cannot have.");
        }

        var rest = task.SplitFrom(from);
        if (task.Done == from)
        {
            _worker.OnTaskEnded(Tasks.Take(id), TakeTime());
            task.EndWithoutOutcome();
        }

        GiveBack(rest);
    }

    private void GiveBack(WorkerTask task)
    {
        if (task.IsCancelled)
        {
            _worker.OnTaskEnded(task, null);
            task.Abandon(new OperationCanceledException("The task was cancelled before it began.", task.Invocation.CancellationToken));
        }
        else
        {
            task.Worker = null;
            _worker.OnTaskEnded(task, null);
            task.Return(_worker.StartFailure);
        }
    }

    // Called under the table's gate, which keeps the order of the ids on the way.
    private void Send(WorkerTask task)
    {
        lock (_gate)
        {
            if (_deferred is null)
            {
                _calls.Write(task);
            }
            else
            {
                _deferred.Add(task);
            }
        }
    }

    private void ShareOutbox()
    {
        lock (_gate)
        {
            if (_hasOutbox)
            {
                return;
            }

            _hasOutbox = true;
            _outbox = Outbox.TryCreate();
            if (_outbox is not null)
            {
                _frames.Write(FrameKind.Outbox, FrameFlags.None, 0, _outbox.Address().Span);
            }
        }
    }

    private void CloseOutboxDescriptor()
    {
        lock (_gate)
        {
            _outbox?.CloseDescriptor();
        }
    }
}
