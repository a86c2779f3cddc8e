namespace PProcess;

/// <summary>How workers are started, what they may use, and how they end.</summary>
/// <remarks>Durations are whole and above zero unless a property says otherwise; <see cref="Timeout.InfiniteTimeSpan"/> is refused.</remarks>
public sealed record WorkerOptions
{
    private readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(1);
    private readonly long? _heapHardLimit;

    /// <summary>How long a process has from its start until it takes tasks, <see cref="Initialize"/> included. Default: 30 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero, or more than 24 days.</exception>
    public TimeSpan StartTimeout
    {
        get => _startTimeout;
        init => _startTimeout = Check(value, nameof(StartTimeout), allowsZero: false);
    }

    /// <summary>How long a task that has been told to end has to do so, before its process is killed. Zero kills at once. Default: 1 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or more than 24 days.</exception>
    public TimeSpan GracePeriod
    {
        get => _gracePeriod;
        init => _gracePeriod = Check(value, nameof(GracePeriod), allowsZero: true);
    }

    /// <summary>How many bytes a worker's managed heap may have; a task that needs more fails with <see cref="HeapLimitException"/>. Default: null, no limit.</summary>
    /// <remarks>Sets <c>DOTNET_GCHeapHardLimit</c> for the worker. An in-process worker has no heap of its own and ignores it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 16 MiB, with which no worker starts.</exception>
    public long? GCHeapHardLimit
    {
        get => _heapHardLimit;
        init => _heapHardLimit = value is null or >= MinHeap ? value : throw new ArgumentOutOfRangeException(nameof(GCHeapHardLimit), value, $"A heap limit is at least {MinHeap} bytes, or null for none.");
    }

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

    private const long MinHeap = 16 * 1024 * 1024;

    // The longest time that timers of the framework take.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(int.MaxValue);

    private static TimeSpan Check(TimeSpan value, string name, bool allowsZero) =>
        value > TimeSpan.Zero || (allowsZero && value == TimeSpan.Zero)
            ? value <= MaxTime ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at most {MaxTime.TotalDays:0} days.")
            : throw new ArgumentOutOfRangeException(name, value, allowsZero ? $"{name} is zero or more." : $"{name} is above zero.");
}
