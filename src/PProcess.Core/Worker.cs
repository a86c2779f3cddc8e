using System.Diagnostics;
using System.Text;
using PProcess.Framing;
using PProcess.Launching;
using PProcess.Sharing;
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
    private static readonly TimeSpan PoliteTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecallTime = TimeSpan.FromMilliseconds(50);

    private readonly LaunchedProcess _process;
    private readonly WorkerOptions _options;
    private readonly WorkerOutput _output;
    private readonly FrameWriter _frames;
    private readonly HostLoop _loop;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private Task? _disposal; // Guarded by _gate.
    private long _readyAt = long.MaxValue;

    private Worker(LaunchedProcess process, LaunchTicket ticket, WorkerOptions options)
    {
        _process = process;
        _options = options;
        _output = new WorkerOutput(process, ticket, options.StartTimeout);
        _frames = new FrameWriter(bytes => process.Input.WriteAsync(bytes)) { Lane = process.ProcessId == Environment.ProcessId ? null : new LaneSender() };
        _frames.Hold();
        _loop = new HostLoop(this, _frames, options) { WaitAwake = process.WaitAwake };
        var initialization = options.InitializeFunction is { } hook ? new HookTask(hook) : null;
        if (initialization is not null)
        {
            _loop.PostFirst(initialization);
        }

        Completion = Task.Run(() => RunAsync(initialization));
    }

    /// <summary>Raised when a task has come to its end here, before the task itself is told; a task that was returned has no worker by then.</summary>
    /// <remarks>
    /// Called from the reading loop, one task at a time: handlers must not block or throw. The time is what the task's calls took in the worker, by
    /// its own clock: neither their way there nor waiting behind other tasks is in it. It is null where nothing has run, and
    /// where the worker does not say: of large results.
    /// </remarks>
    public event Action<Worker, WorkerTask, TimeSpan?>? TaskEnded;

    /// <summary>The process.</summary>
    public int ProcessId => _process.ProcessId;

    /// <summary>How the process ended; null while it runs.</summary>
    public ExitStatus? ExitStatus { get; private set; }

    /// <summary>Ends when the process has ended, is reaped, and every task has been told; never faults.</summary>
    public Task Completion { get; }

    /// <summary>Whether it takes no more tasks.</summary>
    public bool HasEnded => _loop.Tasks.IsClosed;

    /// <summary>Whether it takes tasks now: it has not ended, and none of its tasks is being ended.</summary>
    public bool TakesTasks => !_loop.Tasks.IsClosed && !_loop.Tasks.IsHeld;

    /// <summary>Ends when it can run tasks, or when it has ended; never faults.</summary>
    public Task Ready => _ready.Task;

    /// <summary>When it became able to run tasks, as a <see cref="Stopwatch"/> timestamp; <see cref="long.MaxValue"/> before.</summary>
    public long ReadyAt => Volatile.Read(ref _readyAt);

    /// <summary>The memory that its process has in use, in bytes; 0 where that is not known here.</summary>
    public long ResidentBytes => _process.ResidentBytes;

    /// <summary>Whether its process is there, asked at this moment; <see cref="Completion"/> may learn of its end a little later.</summary>
    public bool IsAlive => !Completion.IsCompleted && !_process.HasExited;

    /// <summary>Why the process never became a worker; null where it did, or has not yet.</summary>
    public LaunchException? StartFailure { get; private set; }

    /// <summary>Starts a worker.</summary>
    /// <param name="launcher">What makes it.</param>
    /// <param name="options">How it is started, what it may use, and how it ends; the default is <see cref="WorkerOptions.Default"/>.</param>
    /// <returns>The worker, to be disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    /// <exception cref="LaunchException">Its process cannot be started. What goes wrong later is reported by the tasks.</exception>
    /// <exception cref="CannotTravelException"><see cref="WorkerOptions.Initialize"/> or a variable that it has captured cannot be carried to another process.</exception>
    public static Worker Start(Launcher launcher, WorkerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        options ??= WorkerOptions.Default;
        OptionErrors.ThrowIfAny(options.Validate(), nameof(options));
        var ticket = new LaunchTicket(options);
        return new Worker(launcher.Launch(ticket), ticket, options);
    }

    /// <summary>Gives the worker a task, to be run after those it has.</summary>
    /// <param name="task">The task, which no other worker has.</param>
    public void Post(WorkerTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _loop.Post([task]);
    }

    /// <summary>Gives the worker tasks, in one write.</summary>
    /// <param name="tasks">The tasks, in the order in which they will run.</param>
    public void Post(IReadOnlyList<WorkerTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        _loop.Post(tasks);
    }

    /// <summary>Has the worker load and make ready what its first task would otherwise have to wait for, behind the tasks it has.</summary>
    /// <remarks>One that had no task, and has not done it <see cref="WorkerOptions.StartTimeout"/> behind <see cref="Ready"/>, has failed to start: its process is killed.</remarks>
    /// <returns>Ends when it has, or has ended; never faults.</returns>
    public async Task WarmUpAsync()
    {
        var isStarting = _loop.Tasks.ToList().All(task => task is HookTask);
        var warmUp = new HookTask(WarmUp.CreateCall());
        _loop.Post([warmUp]);
        await Ready.ConfigureAwait(false);
        await warmUp.Completion.WaitAsync(isStarting ? _options.StartTimeout : Timeout.InfiniteTimeSpan).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!warmUp.Completion.IsCompleted)
        {
            StartFailure ??= new LaunchException($"Worker process {ProcessId} has not warmed up within {_options.StartTimeout}.");
            _process.Kill();
            await Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Asks for a task back. If it has not begun, it is returned; otherwise it goes on.</summary>
    /// <param name="task">The task.</param>
    public void Recall(WorkerTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _loop.Recall(task);
    }

    /// <summary>Lets the worker drop a function that will not be called again.</summary>
    /// <param name="function">The function.</param>
    public void Forget(FunctionReference function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _loop.Forget(function);
    }

    /// <summary>
    /// Ends one task: one that has not begun fails at once; one that can be told has the grace period to end by itself;
    /// otherwise the process is killed. What waits behind it is returned first, and comes to no harm.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <returns>Ends when the task has ended.</returns>
    public Task EndTaskAsync(WorkerTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return EndTasksAsync([task], _loop.Cancel);
    }

    /// <summary>Ends all tasks, each as <see cref="EndTaskAsync"/> does; the worker can be used again unless it had to be killed.</summary>
    /// <returns>Ends when the worker has no task, or is gone.</returns>
    public Task EndTasksAsync() => EndTasksAsync(_loop.Tasks.ToList(), _loop.Cancel);

    /// <summary>Ends a task because its time is up: it fails with <see cref="TimeoutException"/>, whatever it does from now on.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeout">The time that it had, for the message.</param>
    /// <returns>Ends when the task has ended.</returns>
    public Task TimeOutAsync(WorkerTask task, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(task);
        return EndTasksAsync([task], task => _loop.TimeOut(task, timeout));
    }

    private async Task EndTasksAsync(IReadOnlyCollection<WorkerTask> tasks, Action<WorkerTask> tell)
    {
        var holding = _loop.Tasks.Hold(tasks);
        holding.Ending.ForEach(tell);
        holding.Others.ForEach(_loop.Recall);
        var grace = holding.Ending.Any(task => task.Invocation.Function.CanBeTold) ? _options.GracePeriod : RecallTime;
        await Task.WhenAny(holding.Ended, Task.Delay(grace)).ConfigureAwait(false);
        if (!holding.Ended.IsCompleted)
        {
            // What has not begun leaves before the process is killed, or it could begin just then.
            await Task.WhenAny(Task.WhenAny(holding.Ended, holding.OthersGone), Task.Delay(RecallTime)).ConfigureAwait(false);
        }

        if (!holding.Ended.IsCompleted)
        {
            _process.Kill();
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

    internal void BeginEnd()
    {
        lock (_gate)
        {
            _disposal ??= Task.Run(EndAsync);
        }
    }

    internal void OnTaskEnded(WorkerTask task, TimeSpan? time)
    {
        if (task is not HookTask)
        {
            TaskEnded?.Invoke(this, task, time);
        }
    }

    private async Task EndAsync()
    {
        _loop.Tasks.ToList().ForEach(_loop.Cancel);
        if (_options.TeardownFunction is { } hook && ReadyAt != long.MaxValue)
        {
            await TearDownAsync(hook).ConfigureAwait(false);
        }

        _frames.Write(FrameKind.Close, FrameFlags.None, 0, []);
        if (!await HasEndedInTimeAsync().ConfigureAwait(false))
        {
            _process.Terminate();
            if (!await HasEndedInTimeAsync().ConfigureAwait(false))
            {
                _process.Kill();
            }
        }

        await Completion.ConfigureAwait(false);
    }

    private async Task TearDownAsync(FunctionReference hook)
    {
        try
        {
            var teardown = new HookTask(hook);
            _loop.Post([teardown]);
            await teardown.Completion.WaitAsync(_options.GracePeriod).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Disposal goes on, and whoever disposes has no use for it; but it must not be lost.
            await ForwardedStandardError.WriteAsync(Encoding.UTF8.GetBytes($"Teardown in worker process {ProcessId} failed: {error}{Environment.NewLine}")).ConfigureAwait(false);
        }
    }

    private async Task<bool> HasEndedInTimeAsync()
    {
        await Task.WhenAny(_process.Exited, Task.Delay(PoliteTime)).ConfigureAwait(false);
        return _process.Exited.IsCompleted;
    }

    private async Task RunAsync(HookTask? initialization)
    {
        PProcessException? fault = null;
        var becomingReady = Task.CompletedTask;
        try
        {
            await _output.ShakeHandsAsync().ConfigureAwait(false);
            _frames.Release();
            becomingReady = BecomeReadyAsync(initialization);
            await _output.ReadAsync(_loop.Handle, _loop.Pause).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Also what a handler of this side throws: the reading has ended, and the tasks must be told.
            fault = DescribeFault(error);
        }

        StartFailure ??= fault as LaunchException;
        await FinishAsync(fault, isInitializing: initialization is { Completion.IsCompleted: false }).ConfigureAwait(false);
        await becomingReady.ConfigureAwait(false);
        _ready.TrySetResult();
    }

    private async Task BecomeReadyAsync(HookTask? initialization)
    {
        try
        {
            if (initialization is not null)
            {
                var left = _options.StartTimeout - Stopwatch.GetElapsedTime(_startedAt);
                await initialization.Completion.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
                _loop.SendDeferred();
            }

            Volatile.Write(ref _readyAt, Stopwatch.GetTimestamp());
            _ready.TrySetResult();
        }
        catch (Exception error)
        {
            StartFailure ??= new LaunchException($"Initialize in worker process {ProcessId} failed: {error.Message}", error);
            _process.Kill();
        }
    }

    private async Task FinishAsync(PProcessException? fault, bool isInitializing)
    {
        _frames.Fail();
        if (fault is not null || !await HasEndedInTimeAsync().ConfigureAwait(false))
        {
            _process.Kill(); // It has closed its output but lives on, or is not to be trusted.
        }

        var status = await _process.Exited.ConfigureAwait(false);
        fault ??= HandleUnread();
        ExitStatus = status;
        var text = await _process.ReadStandardErrorAsync().ConfigureAwait(false);
        if (isInitializing)
        {
            StartFailure ??= new LaunchException($"Worker process {ProcessId} ended with {status} before Initialize had. {text}");
        }

        _loop.Close(fault ?? DescribeExit(status, text));
        await _output.DisposeAsync().ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    // What the process had sent before its end, and the pipe did not carry any more.
    private PProcessException? HandleUnread()
    {
        try
        {
            _output.Handle(_loop.TakeUnread(_output.Position), _loop.Handle);
            return null;
        }
        catch (Exception error)
        {
            return DescribeFault(error);
        }
    }

    private PProcessException DescribeFault(Exception error) =>
        error as PProcessException ?? new PProcessException($"Reading from worker process {ProcessId} has failed: {error.Message}", error);

    private PProcessException DescribeExit(ExitStatus status, string text)
    {
        var exit = new WorkerExitedException(ProcessId, status, text);

        // What the runtime prints when not even the exception could be allocated.
        return _options.GCHeapHardLimit is { } limit && text.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) ? new HeapLimitException(limit, exit) : exit;
    }
}
