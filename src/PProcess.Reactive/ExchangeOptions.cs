namespace PProcess.Reactive;

/// <summary>How an exchange, a queue, a map or a PMap runs its tasks.</summary>
/// <remarks>
/// <para>Times are above zero, unless an option says otherwise, and at most 2,147,483,647 ms (24.8 days); numbers of tasks, results and bytes are at least 1. Whatever takes the
/// options refuses all that is out of range at once, with an <see cref="ArgumentOutOfRangeException"/> that names each.</para>
/// <para>A PMap with options that concern its workers (those from <see cref="StartTimeout"/> to <see cref="Teardown"/>, and those that replace them) has
/// workers of its own, which end with it, instead of shared ones.</para>
/// </remarks>
public sealed record ExchangeOptions
{
    /// <summary>How many tasks run at a time, at least 1. Default: the processors that this process may use; null: no limit.</summary>
    public int? Limit { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether workers serve one task after another (true) or each task gets a fresh process (false). Default: null, which is
    /// true for PMap, whose workers come from a shared pool, and false for exchanges, queues and maps.
    /// </summary>
    public bool? Reuse { get; init; }

    /// <summary>
    /// Whether functions keep sending: every message counts, until the function ends. Default: false; an exchange is then done
    /// with a channel after its first message. Functions that return <see cref="IAsyncEnumerable{T}"/> always keep sending.
    /// </summary>
    public bool Continuous { get; init; }

    /// <summary>Whether a channel that an exchange is done with is disposed. Default: true.</summary>
    public bool AutoClose { get; init; } = true;

    /// <summary>What makes the workers. Default: <see cref="Launcher.LocalProcess"/>.</summary>
    /// <exception cref="ArgumentNullException">The launcher is null.</exception>
    public Launcher Launcher
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Launcher));
    }
    = Launcher.LocalProcess;

    /// <summary>
    /// How long a task may run, from the moment it begins in its worker; a <see cref="TimeoutException"/> is then its outcome, whatever
    /// it still does, and it is ended as a cancelled one is. The time counts in which it waits for whoever receives what it sends. Default: null, no limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How often a task is run again when its worker was lost or its <see cref="Timeout"/> was up: for functions that may be
    /// run more than once. Exceptions of the function are outcomes and not repeated, and neither are functions with a channel or a stream.
    /// Default: 0.
    /// </summary>
    /// <remarks>The function sees the attempt in <see cref="RunningTask.Attempt"/>; the last failure is a <see cref="RetriesExhaustedException"/>.</remarks>
    public int Retries { get; init; }

    /// <inheritdoc cref="WorkerOptions.StartTimeout"/>
    public TimeSpan StartTimeout
    {
        get => Workers.StartTimeout;
        init => Workers = Workers with { StartTimeout = value };
    }

    /// <inheritdoc cref="WorkerOptions.GracePeriod"/>
    public TimeSpan GracePeriod
    {
        get => Workers.GracePeriod;
        init => Workers = Workers with { GracePeriod = value };
    }

    /// <inheritdoc cref="WorkerOptions.GCHeapHardLimit"/>
    public long? GCHeapHardLimit
    {
        get => Workers.GCHeapHardLimit;
        init => Workers = Workers with { GCHeapHardLimit = value };
    }

    /// <inheritdoc cref="WorkerOptions.Initialize"/>
    public Action? Initialize
    {
        get => Workers.Initialize;
        init => Workers = Workers with { Initialize = value };
    }

    /// <inheritdoc cref="WorkerOptions.Teardown"/>
    public Action? Teardown
    {
        get => Workers.Teardown;
        init => Workers = Workers with { Teardown = value };
    }

    /// <summary>How many tasks a worker serves before it is replaced. Default: null, any number.</summary>
    public int? MaxTasksPerWorker { get; init; }

    /// <summary>How much resident memory a worker may have between two tasks, in bytes, before it is replaced. Default: null, any amount.</summary>
    public long? MaxWorkerMemory { get; init; }

    /// <summary>How long a worker may live before it is replaced, between two tasks. Default: null, for ever.</summary>
    public TimeSpan? MaxWorkerAge { get; init; }

    /// <summary>
    /// How long a worker may be without a task before it ends; another is started when there is need. Those that <c>WarmUpAsync</c> keeps
    /// do not end so. Default: null, for ever.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>
    /// How many results may wait to be taken from a PMap or a queue before no further tasks leave for a worker; those that have left, of tiny ones
    /// up to a few hundred for each worker, still add theirs. Functions that keep sending wait. A map keeps all its results, as each can be asked
    /// for. Default: 4096.
    /// </summary>
    public int BufferCapacity { get; init; } = 4096;

    /// <summary>
    /// How many bytes, as they travel, such results may have together, and in a PMap their inputs as well. As many tasks as <see cref="Limit"/> says
    /// may begin whatever the bytes, so each may add its own. Default: 64 MiB.
    /// </summary>
    public long BufferBytes { get; init; } = 64 * 1024 * 1024;

    internal static ExchangeOptions Default { get; } = new();

    internal WorkerOptions Workers { get; private init; } = WorkerOptions.Default;

    /// <summary>Whether any worker that the launcher makes will do, so that it can be shared.</summary>
    internal bool AllowSharedWorkers =>
        Workers == WorkerOptions.Default && MaxTasksPerWorker is null && MaxWorkerMemory is null && MaxWorkerAge is null && IdleTimeout is null;

    /// <summary>Looks for what is out of range. Whatever takes the options does so, and refuses all of it at once.</summary>
    /// <returns>A sentence for each option that is out of range, which begins with its name; nothing where all are well.</returns>
    public IReadOnlyList<string> Validate() => new OptionErrors()
        .AtLeast(Limit, 1, nameof(Limit))
        .Time(Timeout, nameof(Timeout))
        .AtLeast(Retries, 0, nameof(Retries))
        .Add(Workers.Validate())
        .AtLeast(MaxTasksPerWorker, 1, nameof(MaxTasksPerWorker))
        .AtLeast(MaxWorkerMemory, 1, nameof(MaxWorkerMemory))
        .Time(MaxWorkerAge, nameof(MaxWorkerAge))
        .Time(IdleTimeout, nameof(IdleTimeout))
        .AtLeast(BufferCapacity, 1, nameof(BufferCapacity))
        .AtLeast(BufferBytes, 1, nameof(BufferBytes))
        .All;

    internal static ExchangeOptions WithLimit(int? limit) => new() { Limit = limit is null or >= 1 ? limit : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is at least 1, or null for none.") };
}
