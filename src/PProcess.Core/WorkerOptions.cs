namespace PProcess;

/// <summary>How workers are started, what they may use, and how they end.</summary>
/// <remarks>
/// Times are above zero unless a property says otherwise, and at most 2,147,483,647 ms (24.8 days); <see cref="Timeout.InfiniteTimeSpan"/> is refused. Whatever takes the
/// options refuses all that is out of range at once, with an <see cref="ArgumentOutOfRangeException"/> that names each.
/// </remarks>
public sealed record WorkerOptions
{
    private const long MinHeap = 16 * 1024 * 1024;

    /// <summary>How long a process has from its start until it takes tasks, <see cref="Initialize"/> included. Default: 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a task that has been told to end has to do so, before its process is killed. Zero kills at once. Default: 1 s.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many bytes a worker's managed heap may have, at least 16 MiB: with less no worker starts. A task that needs more fails with
    /// <see cref="HeapLimitException"/>. Default: null, no limit.
    /// </summary>
    /// <remarks>Sets <c>DOTNET_GCHeapHardLimit</c> for the worker. An in-process worker has no heap of its own and ignores it.</remarks>
    public long? GCHeapHardLimit { get; init; }

    /// <summary>Runs in each worker before its first task; a failure is a failure to start. Default: null.</summary>
    /// <exception cref="CannotTravelException">The function or a captured variable cannot be carried to another process.</exception>
    public Action? Initialize
    {
        get;
        init => (field, InitializeFunction) = (value, value is null ? null : FunctionReference.Of(value));
    }

    /// <summary>Runs in each worker behind its last task, unless it had to be killed; it has the <see cref="GracePeriod"/>. Default: null.</summary>
    /// <remarks>What it throws is written to the program's standard error.</remarks>
    /// <exception cref="CannotTravelException">The function or a captured variable cannot be carried to another process.</exception>
    public Action? Teardown
    {
        get;
        init => (field, TeardownFunction) = (value, value is null ? null : FunctionReference.Of(value));
    }

    internal FunctionReference? InitializeFunction { get; private init; }

    internal FunctionReference? TeardownFunction { get; private init; }

    /// <summary>All defaults.</summary>
    public static WorkerOptions Default { get; } = new();

    /// <summary>Looks for what is out of range. Whatever takes the options does so, and refuses all of it at once.</summary>
    /// <returns>A sentence for each option that is out of range, which begins with its name; nothing where all are well.</returns>
    public IReadOnlyList<string> Validate() => new OptionErrors()
        .Time(StartTimeout, nameof(StartTimeout))
        .Time(GracePeriod, nameof(GracePeriod), allowsZero: true)
        .AtLeast(GCHeapHardLimit, MinHeap, nameof(GCHeapHardLimit))
        .All;
}
