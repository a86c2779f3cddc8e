using PProcess.Generators;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive;

/// <summary>What exchanges, queues and maps have in common: they start functions that talk through a channel.</summary>
/// <remarks>The function, the variables it has captured and the arguments are taken by value at the call.</remarks>
[ProcessBound]
public abstract partial class TaskStarter
{
    private protected TaskStarter(ExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionErrors.ThrowIfAny(options.Validate(), nameof(options));
        Options = options;
        Dispatcher = new Dispatcher(new OwnWorkers(options), options, options.Reuse ?? false, () => MayBegin, () => PostStarted());
    }

    /// <summary>How many run at a time; null means no limit.</summary>
    public int? Limit => Options.Limit;

    /// <summary>Whether workers serve one task after another.</summary>
    public bool Reuse => Options.Reuse ?? false;

    /// <summary>Whether every message of a channel is taken, not only the first.</summary>
    public bool Continuous => Options.Continuous;

    /// <summary>Whether a channel that has been added is disposed when it is done with.</summary>
    public bool AutoClose => Options.AutoClose;

    private protected ExchangeOptions Options { get; }

    private protected Dispatcher Dispatcher { get; }

    /// <summary>Whether there is room for the results of further tasks.</summary>
    private protected virtual bool MayBegin => true;

    /// <summary>Posts what has been started and held back, as a worker has nothing to do.</summary>
    internal virtual void PostStarted()
    {
    }

    /// <summary>Starts workers before there are tasks for them, so that the next tasks begin at once.</summary>
    /// <remarks>
    /// With <see cref="Reuse"/>, so many workers are kept until the end; without, so many are kept without a task, each replaced when it has been given
    /// one. Never are there more workers than <see cref="Limit"/> allows, those with tasks included. The last call counts.
    /// </remarks>
    /// <param name="count">How many; 0 for none from now on.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when they have loaded what a task would otherwise wait for, or have tasks.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below zero.</exception>
    /// <exception cref="LaunchException">They cannot be started; no more attempts are made until there is a task.</exception>
    /// <exception cref="ObjectDisposedException">The exchange has been disposed.</exception>
    public Task WarmUpAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Dispatcher.WarmUpAsync(count, cancellationToken);
    }

    /// <summary>Starts a function whose first parameter is its channel; where the limit is reached, it waits for a place.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function, run in a child process.</param>
    /// <param name="argument1">The first argument.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="CannotTravelException">The function, a captured variable or an argument cannot be carried to another process.</exception>
    /// <exception cref="ObjectDisposedException">The exchange has been disposed.</exception>
    [Arities]
    public void Start<T1>(Func<ProcessChannel, T1, Task> function, T1 argument1) => Start(Invocation.Create(function, argument1));

    /// <inheritdoc cref="Start{T1}(Func{ProcessChannel, T1, Task}, T1)"/>
    [Arities]
    public void Start<T1>(Action<ProcessChannel, T1> function, T1 argument1) => Start(Invocation.Create(function, argument1));

    /// <summary>Waits for a free place, and starts a function whose first parameter is its channel.</summary>
    /// <inheritdoc cref="Start{T1}(Func{ProcessChannel, T1, Task}, T1)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function, run in a child process.</param>
    /// <param name="argument1">The first argument.</param>
    /// <param name="cancellationToken">Ends the waiting, not the function.</param>
    /// <returns>Ends when the function has a place.</returns>
    [Arities]
    public ValueTask StartAsync<T1>(Func<ProcessChannel, T1, Task> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(Invocation.Create(function, argument1), cancellationToken);

    /// <inheritdoc cref="StartAsync{T1}(Func{ProcessChannel, T1, Task}, T1, CancellationToken)"/>
    [Arities]
    public ValueTask StartAsync<T1>(Action<ProcessChannel, T1> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(Invocation.Create(function, argument1), cancellationToken);

    /// <summary>Waits for a free place, and creates a process in which the rest of the awaiting method runs: there it gives the channel, here null.</summary>
    /// <remarks>
    /// <para>To be awaited in a method marked <c>[AsyncMethodBuilder(typeof(ForkMethodBuilder))]</c>; <see cref="ForkMethodBuilder"/> says what the
    /// created process has, what it lacks, and what cannot be copied. The copies are taken before the waiting.</para>
    /// <para>What the created process sends is served here like that of a function which was started. It ends with the method, or with
    /// <see cref="ProcessChannel.ExitAsync"/>, and is not reused. An exception that leaves the method there is the task's failure here.</para>
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting, not the process.</param>
    /// <returns>What to await: null here, the channel to here in the created process.</returns>
    public ForkAwaitable<ProcessChannel?> Create(CancellationToken cancellationToken = default) =>
        ForkAwaitable.ToNull(rest => StartAsync(rest, cancellationToken));

    /// <summary>Binds a function whose first parameter is its channel to this exchange.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>Calling it starts the function here, as <c>Start</c> does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    [Arities]
    public Action<T1> Manage<T1>(Func<ProcessChannel, T1, Task> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => Start(function, argument1);
    }

    /// <inheritdoc cref="Manage{T1}(Func{ProcessChannel, T1, Task})"/>
    [Arities]
    public Action<T1> Manage<T1>(Action<ProcessChannel, T1> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => Start(function, argument1);
    }

    /// <summary>Binds a function whose first parameter is its channel to this exchange.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>Calling it waits for a free place and starts the function here, as <c>StartAsync</c> does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    [Arities]
    public Func<T1, ValueTask> ManageAsync<T1>(Func<ProcessChannel, T1, Task> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => StartAsync(function, argument1);
    }

    /// <inheritdoc cref="ManageAsync{T1}(Func{ProcessChannel, T1, Task})"/>
    [Arities]
    public Func<T1, ValueTask> ManageAsync<T1>(Action<ProcessChannel, T1> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => StartAsync(function, argument1);
    }

    /// <summary>Starts an invocation, or lets it wait for a place.</summary>
    /// <param name="invocation">The function and its arguments.</param>
    internal abstract void Start(Invocation invocation);

    /// <summary>Waits for a place, and starts an invocation.</summary>
    /// <param name="invocation">The function and its arguments.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when it has a place.</returns>
    internal abstract ValueTask StartAsync(Invocation invocation, CancellationToken cancellationToken);
}
