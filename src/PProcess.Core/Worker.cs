using PProcess.Framing;

namespace PProcess;

/// <summary>A process that runs functions for this one, one task at a time, in the order in which they were posted.</summary>
/// <remarks>
/// Thread-safe. Tasks may be posted as soon as it has been started; they leave once the process has said who it is. When it ends,
/// however that comes, the oldest task that has no outcome fails with <see cref="WorkerExitedException"/>, and those
/// behind it, which have not begun, are returned.
/// </remarks>
public sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecallTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(200);

    private readonly LaunchedProcess _process;
    private readonly LaunchTicket _ticket;
    private readonly FrameWriter _frames;
    private readonly FrameReader _reader = new();
    private readonly MessageAssembler _messages = new();
    private readonly CancellationTokenSource _reading = new();
    private readonly Lock _gate = new();
    private Task _drain = Task.CompletedTask;

    // Guarded by _gate. Ids only grow, so the smallest is the oldest.
    private readonly SortedDictionary<uint, WorkerTask> _tasks = [];
    private readonly HashSet<uint> _defined = [];
    private uint _lastId;
    private bool _isEnded;
    private Task? _disposal;

    private Worker(LaunchedProcess process, LaunchTicket ticket)
    {
        _process = process;
        _ticket = ticket;
        _frames = new FrameWriter(bytes => process.Input.WriteAsync(bytes));
        _frames.Hold();
        Completion = Task.Run(RunAsync);
    }

    /// <summary>Raised when a task has come to its end here, before the task itself is told; a task that was returned has no worker by then.</summary>
    /// <remarks>Called from the reading loop, one task at a time: handlers must not block or throw.</remarks>
    public event Action<Worker, WorkerTask>? TaskEnded;

    /// <summary>The process.</summary>
    public int ProcessId => _process.ProcessId;

    /// <summary>How the process ended; null while it runs.</summary>
    public ExitStatus? ExitStatus { get; private set; }

    /// <summary>Ends when the process has ended, is reaped, and every task has been told; never faults.</summary>
    public Task Completion { get; }

    /// <summary>Whether it takes no more tasks.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _isEnded;
            }
        }
    }

    /// <summary>Why the process never became a worker; null where it did, or has not yet.</summary>
    public LaunchException? StartFailure { get; private set; }

    /// <summary>Starts a worker.</summary>
    /// <param name="launcher">What makes it.</param>
    /// <returns>The worker, to be disposed.</returns>
    /// <exception cref="LaunchException">Its process cannot be started. What goes wrong later is reported by the tasks.</exception>
    public static Worker Start(Launcher launcher)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        var ticket = new LaunchTicket();
        return new Worker(launcher.Launch(ticket), ticket);
    }

    /// <summary>Gives the worker a task, to be run after those it has.</summary>
    /// <param name="task">The task, which no other worker has.</param>
    public void Post(WorkerTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!TryAdd(task))
        {
            GiveBack(task);
        }
    }

    /// <summary>Gives the worker tasks, in one write.</summary>
    /// <param name="tasks">The tasks, in the order in which they will run.</param>
    public void Post(IReadOnlyList<WorkerTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        using var batch = _frames.Batch();
        foreach (var task in tasks)
        {
            Post(task);
        }
    }

    /// <summary>Asks for a task back. If it has not begun, it is returned; otherwise it goes on.</summary>
    /// <param name="task">The task.</param>
    public void Recall(WorkerTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _frames.Write(FrameKind.Recall, FrameFlags.None, task.Id, []);
    }

    /// <summary>Lets the worker drop a function that will not be called again.</summary>
    /// <param name="function">The function.</param>
    public void Forget(FunctionReference function)
    {
        ArgumentNullException.ThrowIfNull(function);
        lock (_gate)
        {
            if (!function.IsStateless)
            {
                ForgetUnderGate(function);
            }
        }
    }

    /// <summary>
    /// Ends one task: one that has not begun fails at once; one that can be told has a second to end by itself;
    /// otherwise the process is killed.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <returns>Ends when the task has ended.</returns>
    public Task EndTaskAsync(WorkerTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return EndTasksAsync([task]);
    }

    /// <summary>Ends all tasks, each as <see cref="EndTaskAsync"/> does; the worker can be used again unless it had to be killed.</summary>
    /// <returns>Ends when the worker has no task, or is gone.</returns>
    public Task EndTasksAsync() => EndTasksAsync(TakeSnapshot());

    private async Task EndTasksAsync(List<WorkerTask> tasks)
    {
        var ended = Task.WhenAll(tasks.Select(task => task.WhenEndedAsync()));
        foreach (var task in tasks)
        {
            Cancel(task);
        }

        var grace = tasks.Any(task => task.Invocation.Function.CanBeTold) ? GracePeriod : RecallTime;
        await Task.WhenAny(ended, Task.Delay(grace)).ConfigureAwait(false);
        if (!ended.IsCompleted)
        {
            _process.Kill();
            await ended.ConfigureAwait(false);
            await Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the worker: asks it, then SIGTERM, then SIGKILL; waits until it is reaped.</summary>
    /// <remarks>Idempotent; every caller waits for the same end. A task that runs is cancelled and has a second to end by itself.</remarks>
    /// <returns>Ends when the process is gone, within three seconds.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    private bool TryAdd(WorkerTask task)
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return false;
            }

            task.Worker = this;
            task.Id = ++_lastId;
            _tasks.Add(task.Id, task);
            SendUnderGate(task);
        }

        task.Stream?.Connect(_frames, task.Id);
        task.Follow(task.Invocation.CancellationToken);
        return true;
    }

    private async Task EndAsync()
    {
        TakeSnapshot().ForEach(Cancel);

        _frames.Write(FrameKind.Close, FrameFlags.None, 0, []);
        if (!await HasEndedWithinGraceAsync().ConfigureAwait(false))
        {
            _process.Terminate();
            if (!await HasEndedWithinGraceAsync().ConfigureAwait(false))
            {
                _process.Kill();
            }
        }

        await Completion.ConfigureAwait(false);
    }

    private void Cancel(WorkerTask task)
    {
        task.IsCancelled = true;
        _frames.Write(FrameKind.Cancel, FrameFlags.None, task.Id, []);
    }

    private async Task<bool> HasEndedWithinGraceAsync()
    {
        await Task.WhenAny(_process.Exited, Task.Delay(GracePeriod)).ConfigureAwait(false);
        return _process.Exited.IsCompleted;
    }

    private List<WorkerTask> TakeSnapshot()
    {
        lock (_gate)
        {
            return [.. _tasks.Values];
        }
    }

    private void ForgetUnderGate(FunctionReference function)
    {
        if (_defined.Remove(function.Id))
        {
            _frames.Write(FrameKind.Forget, FrameFlags.None, function.Id, []);
        }
    }

    private void SendUnderGate(WorkerTask task)
    {
        var function = task.Invocation.Function;
        if (_defined.Add(function.Id))
        {
            _frames.WriteMessage(FrameKind.Define, function.Id, function.Definition);
        }

        var call = new MessageWriter();
        call.WriteInt32((int)function.Id);
        call.WriteBytes(task.Invocation.Arguments.Span);
        _frames.WriteMessage(FrameKind.Call, task.Id, call.Written);
        if (function.IsForOneCall)
        {
            ForgetUnderGate(function);
        }
    }

    private async Task RunAsync()
    {
        PProcessException? fault = null;
        try
        {
            await ShakeHandsAsync().ConfigureAwait(false);
            await ReadAsync().ConfigureAwait(false);
        }
        catch (PProcessException error)
        {
            fault = error;
        }

        await FinishAsync(fault).ConfigureAwait(false);
    }

    private async Task ShakeHandsAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_reading.Token);
        deadline.CancelAfter(StartTimeout);
        while (_reader.Unread.Length < Preamble.Size)
        {
            if (!await FillAsync(deadline.Token).ConfigureAwait(false))
            {
                throw await DescribeFailedStartAsync().ConfigureAwait(false);
            }

            Preamble.Check(_reader.Unread.Span, _ticket.Id);
        }

        _reader.Skip(Preamble.Size);
        _frames.Release();
    }

    private async Task<LaunchException> DescribeFailedStartAsync()
    {
        var exited = _process.Exited;
        if (!await HasEndedWithinGraceAsync().ConfigureAwait(false))
        {
            return new LaunchException($"The started process {ProcessId} did not become a worker within {StartTimeout.TotalSeconds} s. {Preamble.NotAWorker}");
        }

        var text = await _process.ReadStandardErrorAsync().ConfigureAwait(false);
        return new LaunchException($"The started process {ProcessId} ended with {await exited.ConfigureAwait(false)} before it became a worker. {(text.Length == 0 ? Preamble.NotAWorker : text)}");
    }

    private async Task ReadAsync()
    {
        _drain = LimitDrainAsync();
        while (await FillAsync(_reading.Token).ConfigureAwait(false))
        {
            while (_reader.TryRead(out var frame))
            {
                Handle(frame);
            }
        }
    }

    // A process that the worker has started may hold the pipe open: once the worker has exited, only what is there already counts.
    private async Task LimitDrainAsync()
    {
        await _process.Exited.ConfigureAwait(false);
        _reading.CancelAfter(DrainTime);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = await _process.Output.ReadAsync(_reader.GetMemory(), cancellationToken).ConfigureAwait(false);
            _reader.Advance(count);
            return count > 0;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Handle(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Result:
                if (_messages.TryComplete(frame, out var result))
                {
                    Take(frame.Id, out var completed);
                    TaskEnded?.Invoke(this, completed);
                    completed.Complete(result, frame.Flags.HasFlag(FrameFlags.Value));
                }

                break;
            case FrameKind.Failed:
                if (_messages.TryComplete(frame, out var failure))
                {
                    Take(frame.Id, out var failed);
                    var reader = new MessageReader(failure);
                    TaskEnded?.Invoke(this, failed);
                    failed.Fail(RemoteError.Read(ref reader, ProcessId));
                }

                break;
            case FrameKind.Recalled:
                Take(frame.Id, out var recalled);
                GiveBack(recalled);
                break;
            case FrameKind.Progress:
                if (_messages.TryComplete(frame, out var report))
                {
                    Find(frame.Id).Invocation.Progress?.Report(report);
                }

                break;
            case FrameKind.Data:
                OnData(Find(frame.Id), frame);
                break;
            case FrameKind.Credit:
                Find(frame.Id).Stream?.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                Find(frame.Id).Stream?.EndInput();
                break;
            default:
                throw new ProtocolException($"A worker does not send {frame.Kind} frames.");
        }
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

    private WorkerTask Find(uint id)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault(id) ?? throw Unknown(id);
        }
    }

    private void Take(uint id, out WorkerTask task)
    {
        lock (_gate)
        {
            task = _tasks.Remove(id, out var found) ? found : throw Unknown(id);
        }
    }

    private static ProtocolException Unknown(uint id) => new($"A worker speaks of task {id}, which it does not have.");

    private void GiveBack(WorkerTask task)
    {
        task.Worker = null;
        TaskEnded?.Invoke(this, task);
        if (task.IsCancelled)
        {
            task.Fail(new OperationCanceledException("The task was cancelled before it began.", task.Invocation.CancellationToken));
        }
        else
        {
            task.Return();
        }
    }

    private async Task FinishAsync(PProcessException? fault)
    {
        _frames.Fail();
        if (fault is not null || !await HasEndedWithinGraceAsync().ConfigureAwait(false))
        {
            _process.Kill(); // It has closed its output but lives on, or is not to be trusted.
        }

        var status = await _process.Exited.ConfigureAwait(false);
        ExitStatus = status;
        await _drain.ConfigureAwait(false);
        var text = await _process.ReadStandardErrorAsync().ConfigureAwait(false);
        StartFailure = fault as LaunchException;
        List<WorkerTask> left;
        lock (_gate)
        {
            _isEnded = true;
            left = [.. _tasks.Values];
            _tasks.Clear();
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (i == 0 || fault is LaunchException)
            {
                TaskEnded?.Invoke(this, left[i]);
                left[i].Fail(fault ?? new WorkerExitedException(ProcessId, status, text));
            }
            else
            {
                GiveBack(left[i]);
            }
        }

        await _process.DisposeAsync().ConfigureAwait(false);
        _reading.Dispose();
    }
}
