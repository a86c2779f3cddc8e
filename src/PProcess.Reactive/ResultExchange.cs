using PProcess.Reactive.Exchanges;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive;

/// <summary>What queues and maps have in common: tasks run from the moment they are started, and their results are collected.</summary>
/// <remarks>
/// <para>Hot: at most the limit of tasks run at a time, further ones wait, and no one needs to ask for results for them to be
/// computed. A plain function gives one result. A function with a channel gives its first message and may run on, which, without
/// <see cref="ExchangeOptions.Reuse"/>, keeps no place; with
/// <see cref="ExchangeOptions.Continuous"/>, all of them. A function that returns a stream gives all its values.</para>
/// <para>A task that fails harms no other. Thread-safe. Disposing ends the tasks that run.</para>
/// </remarks>
/// <typeparam name="T">The type of the results.</typeparam>
public abstract partial class ResultExchange<T> : TaskStarter, IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<ProcessChannel, Task> _collecting = [];
    private readonly HashSet<ProcessChannel> _removed = [];
    private readonly StartedCalls<T> _started;
    private int _unfinished;
    private int _lingering;
    private Task? _disposal;

    private protected ResultExchange(ExchangeOptions options)
        : base(options)
    {
        Mappings.ResultType.Check<T>();
        _started = new StartedCalls<T>(this, options.Retries);
    }

    /// <summary>The channels that results are being collected from: those added, and those of functions with a channel or a stream.</summary>
    public IReadOnlyList<ProcessChannel> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _collecting.Keys];
            }
        }
    }

    /// <summary>Whether as many tasks as the limit allows have been started and have not ended.</summary>
    public bool Busy
    {
        get
        {
            lock (_gate)
            {
                return _unfinished - _lingering >= (Limit ?? int.MaxValue);
            }
        }
    }

    /// <summary>Whether tasks have been started that have not ended.</summary>
    public bool Unfinished => Volatile.Read(ref _unfinished) > 0;

    private protected ChangeSignal Changed { get; } = new();

    /// <summary>Collects results from an existing channel, whatever the limit.</summary>
    /// <param name="channel">The channel; from now on it is disposed here, unless <see cref="TaskStarter.AutoClose"/> is off.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channel"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Add(ProcessChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (Active.Contains(channel))
        {
            throw new ArgumentException("Results are being collected from the channel already.", nameof(channel));
        }

        Collect(new Collected<T>(channel, AddPlace(), null), takesAll: Continuous);
    }

    /// <summary>Waits until fewer tasks than the limit run, and collects results from an existing channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when the channel has been added.</returns>
    public async ValueTask AddWaitAsync(ProcessChannel channel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(channel);
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        Add(channel);
    }

    /// <summary>Stops collecting from a channel, without ending it.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>Whether it was among the active ones.</returns>
    public bool Remove(ProcessChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            return _collecting.ContainsKey(channel) && _removed.Add(channel);
        }
    }

    /// <summary>Waits until fewer tasks than the limit run.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when a task can be started without waiting.</returns>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        for (var changed = Changed.Next; Busy; changed = Changed.Next)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until every task has ended; the results can still be taken.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when no task runs or waits.</returns>
    public virtual async ValueTask FinishAsync(CancellationToken cancellationToken = default)
    {
        for (var changed = Changed.Next; Unfinished; changed = Changed.Next)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public abstract IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);

    /// <summary>Gives the results as an observable.</summary>
    /// <remarks>Cold: each subscription is an enumeration; ending it ends that enumeration and mutes the observer. Calls do not overlap.</remarks>
    /// <returns>The observable.</returns>
    public IObservable<T> ToObservable() => new Mappings.ResultObservable<T>(this);

    /// <summary>Ends the tasks that run, and drops those that wait.</summary>
    /// <remarks>Idempotent; every caller waits for the same end. Results that were collected can still be taken.</remarks>
    /// <returns>Ends when the processes are gone.</returns>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    /// <summary>Makes the place that a task's results go to. Called in the order of the tasks.</summary>
    private protected abstract IResultPlace<T> CreatePlace();

    internal sealed override void Start(Invocation invocation)
    {
        var function = invocation.Function;
        if (function.IsStream || function.TakesChannel)
        {
            var place = AddPlace();
            var task = new ExchangeTask(invocation, Dispatcher);
            Collect(new Collected<T>(task.Channel, place, task), takesAll: Continuous || function.IsStream);
            Dispatcher.Post(task);
        }
        else
        {
            StartCall(invocation);
        }
    }

    internal sealed override void PostStarted()
    {
        ResultBatch<T>? batch;
        lock (_gate)
        {
            batch = _started.Take();
        }

        Post(batch);
    }

    internal void Repost(ResultBatch<T> batch) => Dispatcher.Repost(batch);

    internal void OnFinished(int count)
    {
        lock (_gate)
        {
            _unfinished -= count;
        }

        Changed.Raise();
    }

    internal sealed override async ValueTask StartAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        Start(invocation);
    }

    // Calls that nobody waits for are posted many at a time.
    private void StartCall(Invocation invocation)
    {
        ResultBatch<T>? others;
        ResultBatch<T>? batch;
        lock (_gate)
        {
            var place = AddPlace();
            if (invocation.TravelsAlone)
            {
                others = _started.Take();
                batch = new ResultBatch<T>(invocation, [place], 0, this) { Retries = Options.Retries };
            }
            else
            {
                others = _started.Add(invocation, place);
                batch = Dispatcher.IsHungry || _started.IsFull ? _started.Take() : null;
            }
        }

        Post(others);
        Post(batch);
    }

    private void Post(ResultBatch<T>? batch)
    {
        if (batch is not null)
        {
            Dispatcher.Post(batch);
        }
    }

    private IResultPlace<T> AddPlace()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            _unfinished++;
            return CreatePlace();
        }
    }

    private void Collect(Collected<T> collected, bool takesAll)
    {
        lock (_gate)
        {
            // Started under the gate, so that it cannot end before it is listed.
            _collecting.Add(collected.Channel, Task.Run(() => CollectAsync(collected, takesAll)));
        }
    }

    private async Task CollectAsync(Collected<T> collected, bool takesAll)
    {
        var channel = collected.Channel;
        await collected.TakeResultsAsync(takesAll, IsRemoved).ConfigureAwait(false);
        FreePlace(collected.Task);
        await LeaveAsync(channel, isStarted: collected.Task is not null).ConfigureAwait(false);
        lock (_gate)
        {
            _collecting.Remove(channel);
            _removed.Remove(channel);
            _lingering--;
        }

        OnFinished(1);
    }

    // The function may run on to its end, but others need not wait for that.
    private void FreePlace(ExchangeTask? task)
    {
        lock (_gate)
        {
            _lingering++;
        }

        if (task is not null)
        {
            Dispatcher.Linger(task);
        }

        Changed.Raise();
    }

    private bool IsRemoved(ProcessChannel channel)
    {
        lock (_gate)
        {
            return _removed.Contains(channel);
        }
    }

    private async Task LeaveAsync(ProcessChannel channel, bool isStarted)
    {
        if (IsRemoved(channel) || !(isStarted || AutoClose))
        {
            return; // It is its owner's.
        }

        await ChannelLeaving.LeaveAsync(channel).ConfigureAwait(false);
        if (!isStarted)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task EndAsync()
    {
        Dictionary<ProcessChannel, Task> collecting;
        lock (_gate)
        {
            collecting = new(_collecting);
        }

        PostStarted(); // To be failed with those that wait.
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        if (AutoClose)
        {
            await Task.WhenAll(collecting.Keys.Select(channel => channel.DisposeAsync().AsTask())).ConfigureAwait(false);
            OnDisposed();
            await Task.WhenAll(collecting.Values).ConfigureAwait(false);
        }

        OnDisposed();
        Changed.Raise();
    }

    /// <summary>Lets go of whoever waits for room.</summary>
    private protected abstract void OnDisposed();
}
