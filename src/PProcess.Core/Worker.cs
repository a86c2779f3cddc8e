using PProcess.Framing;
using PProcess.Workers;

namespace PProcess;

/// <summary>A process that runs functions for this one, one task at a time, in the order in which they were posted.</summary>
/// <remarks>
/// Thread-safe. Tasks may be posted as soon as it has been started; they leave once the process has said who it is. When it ends,
/// however that comes, the oldest task that has no outcome fails with <see cref="WorkerExitedException"/>, and those
/// behind it, which have not begun, are returned.
/// </remarks>
public sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecallTime = TimeSpan.FromMilliseconds(50);

    private readonly LaunchedProcess _process;
    private readonly WorkerOutput _output;
    private readonly FrameWriter _frames;
    private readonly MessageAssembler _messages = new();
    private readonly TaskTable _tasks = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly HashSet<uint> _defined = [];
    private Task? _disposal;

    private Worker(LaunchedProcess process, LaunchTicket ticket)
    {
        _process = process;
        _output = new WorkerOutput(process, ticket);
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
    public bool HasEnded => _tasks.IsClosed;

    /// <summary>Whether its process is there, asked at this moment; <see cref="Completion"/> may learn of its end a little later.</summary>
    public bool IsAlive => !Completion.IsCompleted && !_process.HasExited;

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
        task.Worker = this;
        if (!_tasks.TryAdd(task, Send))
        {
            GiveBack(task);
            return;
        }

        task.Stream?.Connect(_frames, task.Id);
        task.Follow(task.Invocation.CancellationToken);
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
    public Task EndTasksAsync() => EndTasksAsync(_tasks.ToList());

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

    private async Task EndAsync()
    {
        _tasks.ToList().ForEach(Cancel);

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

    private void ForgetUnderGate(FunctionReference function)
    {
        if (_defined.Remove(function.Id))
        {
            _frames.Write(FrameKind.Forget, FrameFlags.None, function.Id, []);
        }
    }

    private void Send(WorkerTask task)
    {
        var function = task.Invocation.Function;
        lock (_gate)
        {
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
    }

    private async Task RunAsync()
    {
        PProcessException? fault = null;
        try
        {
            await _output.ShakeHandsAsync().ConfigureAwait(false);
            _frames.Release();
            await _output.ReadAsync(Handle).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Also what a handler of this side throws: the reading has ended, and the tasks must be told.
            fault = error as PProcessException ?? new PProcessException($"Reading from worker process {ProcessId} has failed: {error.Message}", error);
        }

        await FinishAsync(fault).ConfigureAwait(false);
    }

    private void Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Result:
                if (_messages.TryComplete(frame, out var result))
                {
                    var completed = _tasks.Take(frame.Id);
                    TaskEnded?.Invoke(this, completed);
                    completed.Complete(result, frame.Flags.HasFlag(FrameFlags.Value));
                }

                break;
            case FrameKind.Failed:
                if (_messages.TryComplete(frame, out var failure))
                {
                    var failed = _tasks.Take(frame.Id);
                    var reader = new MessageReader(failure);
                    TaskEnded?.Invoke(this, failed);
                    failed.Fail(RemoteError.Read(ref reader, ProcessId));
                }

                break;
            case FrameKind.Recalled:
                var recalled = _tasks.Take(frame.Id);
                GiveBack(recalled);
                break;
            case FrameKind.Progress:
                if (_messages.TryComplete(frame, out var report))
                {
                    _tasks.Find(frame.Id)?.Invocation.Progress?.Report(report);
                }

                break;
            case FrameKind.Data:
                if (_tasks.Find(frame.Id) is { } receiver)
                {
                    OnData(receiver, frame);
                }

                break;
            case FrameKind.Credit:
                _tasks.Find(frame.Id)?.Stream?.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                _tasks.Find(frame.Id)?.Stream?.EndInput();
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

    private void GiveBack(WorkerTask task)
    {
        if (StartFailure is { } failure)
        {
            TaskEnded?.Invoke(this, task);
            task.Fail(failure);
        }
        else if (task.IsCancelled)
        {
            TaskEnded?.Invoke(this, task);
            task.Fail(new OperationCanceledException("The task was cancelled before it began.", task.Invocation.CancellationToken));
        }
        else
        {
            task.Worker = null;
            TaskEnded?.Invoke(this, task);
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
        var text = await _process.ReadStandardErrorAsync().ConfigureAwait(false);
        StartFailure = fault as LaunchException;
        var left = _tasks.Close();
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

        await _output.DisposeAsync().ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
    }
}
