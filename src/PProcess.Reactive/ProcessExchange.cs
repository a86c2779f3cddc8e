using PProcess.Reactive.Exchanges;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive;

/// <summary>Watches many channels, says which are ready, and enforces the limit on how many there are.</summary>
/// <remarks>
/// <para>In the raw form, <see cref="ReadyAsync"/> says which channels have something to receive. In the convenient form, a
/// derived class receives in <see cref="StoreDataAsync"/>, which the waiting calls invoke, one channel at a time.</para>
/// <para>Without <see cref="ExchangeOptions.Continuous"/>, one message is stored from each channel, and the exchange is then done with it:
/// the function may run on to its end, and its place is free for the next; with <see cref="ExchangeOptions.Reuse"/>, once its worker is. Tasks
/// started beyond the limit wait for a place. A channel whose messages have all been received, by whomever, gives up its place by itself.</para>
/// <para>As an observable it is hot: it announces each channel whenever a message begins to arrive or its function has
/// failed, one call at a time. An observer that throws gets its exception back through <c>OnError</c>, and no one else notices.</para>
/// <para>Thread-safe. Disposing ends what it has started.</para>
/// </remarks>
public partial class ProcessExchange : TaskStarter, IObservable<ProcessChannel>, IAsyncDisposable
{
    private readonly ChangeSignal _changed = new();
    private readonly ObserverSet<ProcessChannel> _observers = new();
    private readonly StoringTurn _storing = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<ProcessChannel> _active = [];
    private readonly Dictionary<ProcessChannel, ExchangeTask> _started = [];
    private readonly Queue<Invocation> _waiting = [];
    private readonly Dictionary<ProcessChannel, Task> _closing = [];
    private Task? _disposal;

    /// <summary>Creates an empty exchange with a limit as many as this process may use processors.</summary>
    public ProcessExchange()
        : this(ExchangeOptions.Default)
    {
    }

    /// <summary>Creates an empty exchange with a limit.</summary>
    /// <param name="limit">How many channels are watched at a time; null means no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public ProcessExchange(int? limit)
        : this(ExchangeOptions.WithLimit(limit))
    {
    }

    /// <summary>Creates an empty exchange.</summary>
    /// <param name="options">How it runs its tasks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    public ProcessExchange(ExchangeOptions options)
        : base(options)
    {
    }

    /// <summary>Creates an exchange over existing channels.</summary>
    /// <param name="channels">The channels to watch.</param>
    /// <param name="options">How it runs further tasks; the default is a limit as many as this process may use processors.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channels"/> is null or contains null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    public ProcessExchange(IEnumerable<ProcessChannel> channels, ExchangeOptions? options = null)
        : this(options ?? ExchangeOptions.Default)
    {
        ArgumentNullException.ThrowIfNull(channels);
        channels.ToList().ForEach(Add);
    }

    /// <summary>The channels being watched, in the order in which they were added.</summary>
    public IReadOnlyList<ProcessChannel> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _active];
            }
        }
    }

    /// <summary>Whether as many channels are watched as the limit allows.</summary>
    public bool Busy
    {
        get
        {
            lock (_gate)
            {
                return IsBusyUnderGate;
            }
        }
    }

    /// <summary>Whether channels are watched or tasks wait.</summary>
    public bool Unfinished
    {
        get
        {
            lock (_gate)
            {
                return _active.Count > 0 || _waiting.Count > 0;
            }
        }
    }

    private bool IsBusyUnderGate => _active.Count >= (Limit ?? int.MaxValue);

    /// <summary>Watches a channel, whatever the limit.</summary>
    /// <param name="channel">The channel; from now on the exchange disposes it, unless <see cref="TaskStarter.AutoClose"/> is off.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channel"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="channel"/> is being watched already.</exception>
    /// <exception cref="ObjectDisposedException">The exchange has been disposed.</exception>
    public void Add(ProcessChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            AddUnderGate(channel);
        }

        if (channel.IsReady)
        {
            _observers.Publish(channel);
        }

        _changed.Raise();
    }

    /// <summary>Waits for a free place, storing what arrives meanwhile, and watches the channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when the channel is watched.</returns>
    public async ValueTask AddWaitAsync(ProcessChannel channel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(channel);
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        Add(channel);
    }

    /// <summary>Stops watching a channel, without ending it.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>Whether it was being watched.</returns>
    public bool Remove(ProcessChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            if (!_active.Remove(channel))
            {
                return false;
            }

            channel.Ready -= Announce;
            channel.Ended -= NoteEnd;
            channel.Finished -= Close;
            if (_started.Remove(channel, out var task))
            {
                Dispatcher.Linger(task);
            }

            StartWaitingUnderGate();
        }

        _changed.Raise();
        return true;
    }

    /// <summary>Waits until channels have something to receive.</summary>
    /// <param name="timeout">How long in all: zero polls, null waits for as long as there are channels.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The channels that have a message or a failure; empty where the time is up or nothing more can arrive.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The exchange has been disposed.</exception>
    public ValueTask<IReadOnlyList<ProcessChannel>> ReadyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
        }

        return ReadyByAsync(new Deadline(timeout, nameof(timeout)), cancellationToken);
    }

    /// <summary>Waits until channels have something to receive, and stores it.</summary>
    /// <param name="timeout">How long to wait in all: zero polls, null waits for as long as there are channels.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when what was ready has been stored. What <see cref="StoreDataAsync"/> throws, such as the failure of a function, is thrown here; other channels wait for the next call.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The exchange has been disposed.</exception>
    public async ValueTask StoreAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        foreach (var channel in await ReadyAsync(timeout, cancellationToken).ConfigureAwait(false))
        {
            await _storing.RunAsync(() => StoreFromAsync(channel, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a free place, storing what arrives meanwhile.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when there are fewer channels than the limit.</returns>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        while (Busy)
        {
            await StoreAsync(null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores what arrives until there is nothing more to come.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when no channel is watched and no task waits.</returns>
    public async ValueTask FinishAsync(CancellationToken cancellationToken = default)
    {
        while (Unfinished)
        {
            await StoreAsync(null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Announces channels to an observer: those that are ready now, and from now on each as it becomes ready.</summary>
    /// <param name="observer">Is told one channel at a time, from the thread pool; completed when the exchange is disposed.</param>
    /// <returns>Disposing it mutes the observer at once.</returns>
    public IDisposable Subscribe(IObserver<ProcessChannel> observer) => _observers.Subscribe(observer, Active.Where(channel => channel.IsReady));

    /// <summary>Ends every task that the exchange has started, and every channel that it watches, unless <see cref="TaskStarter.AutoClose"/> is off.</summary>
    /// <remarks>Idempotent; every caller waits for the same end.</remarks>
    /// <returns>Ends when their processes are gone.</returns>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    /// <summary>Receives what a ready channel has, and does with it what the derived class is for.</summary>
    /// <param name="channel">A channel that has a message or a failure to be received.</param>
    /// <param name="cancellationToken">The token of the call that stores.</param>
    /// <returns>Ends when it is stored.</returns>
    /// <exception cref="InvalidOperationException">This exchange does not store: derive a class that does, or use <see cref="ReadyAsync(TimeSpan?, CancellationToken)"/>.</exception>
    protected virtual ValueTask StoreDataAsync(ProcessChannel channel, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("This exchange does not say what to do with what arrives. Derive a class that overrides StoreDataAsync, or receive from the channels that ReadyAsync gives.");

    /// <inheritdoc/>
    internal sealed override void Start(Invocation invocation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            if (IsBusyUnderGate)
            {
                _waiting.Enqueue(invocation);
            }
            else
            {
                StartUnderGate(invocation);
            }
        }

        _changed.Raise();
    }

    /// <inheritdoc/>
    internal sealed override async ValueTask StartAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        Start(invocation);
    }

    private void StartUnderGate(Invocation invocation)
    {
        var task = new ExchangeTask(invocation, Dispatcher);
        AddUnderGate(task.Channel);
        _started.Add(task.Channel, task);
        Dispatcher.Post(task);
    }

    private void AddUnderGate(ProcessChannel channel)
    {
        ObjectDisposedException.ThrowIf(_disposal is not null, this);
        if (_active.Contains(channel))
        {
            throw new ArgumentException("The channel is being watched already.", nameof(channel));
        }

        _active.Add(channel);
        channel.Ready += Announce;
        channel.Ended += NoteEnd;
        channel.Finished += Close;
    }

    private void StartWaitingUnderGate()
    {
        while (_disposal is null && !IsBusyUnderGate && _waiting.TryDequeue(out var invocation))
        {
            StartUnderGate(invocation);
        }
    }

    private void Announce(ProcessChannel channel)
    {
        _observers.Publish(channel);
        _changed.Raise();
    }

    private void NoteEnd(ProcessChannel channel) => _changed.Raise();

    private async ValueTask<IReadOnlyList<ProcessChannel>> ReadyByAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = _changed.Next;
            var active = Active;
            foreach (var channel in active.Where(channel => channel.IsFinished))
            {
                Close(channel);
            }

            ProcessChannel[] ready = [.. active.Where(channel => channel.IsReady)];
            if (ready.Length > 0 || !Unfinished || deadline.HasPassed)
            {
                return ready;
            }

            await deadline.WaitAsync(changed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask StoreFromAsync(ProcessChannel channel, CancellationToken cancellationToken)
    {
        if (!channel.IsReady || !Active.Contains(channel))
        {
            return; // Another call has stored it meanwhile.
        }

        try
        {
            await StoreDataAsync(channel, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (channel.IsFinished || IsDoneAfterOne(channel))
            {
                Close(channel);
            }
        }
    }

    private bool IsDoneAfterOne(ProcessChannel channel)
    {
        lock (_gate)
        {
            return !Continuous && !(_started.TryGetValue(channel, out var task) && task.Invocation.Function.IsStream);
        }
    }

    private void Close(ProcessChannel channel)
    {
        if (Remove(channel) && AutoClose)
        {
            lock (_gate)
            {
                _closing[channel] = Task.Run(() => CloseAsync(channel)); // Under the gate, so that it cannot end before it is listed.
            }
        }
    }

    // The function may run to its end; the exchange's own end is what cuts it short.
    private async Task CloseAsync(ProcessChannel channel)
    {
        await ChannelLeaving.LeaveAsync(channel).ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _closing.Remove(channel);
        }
    }

    private async Task EndAsync()
    {
        var active = Active;
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        if (AutoClose)
        {
            await Task.WhenAll(active.Select(channel => channel.DisposeAsync().AsTask())).ConfigureAwait(false);
        }

        Dictionary<ProcessChannel, Task> closing;
        lock (_gate)
        {
            _active.Clear();
            _waiting.Clear();
            closing = new(_closing);
        }

        await Task.WhenAll(closing.Keys.Select(channel => channel.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(closing.Values).ConfigureAwait(false);
        _observers.Complete();
        _changed.Raise();
    }
}
