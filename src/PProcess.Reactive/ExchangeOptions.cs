namespace PProcess.Reactive;

/// <summary>How an exchange, a queue, a map or a PMap runs its tasks.</summary>
public sealed record ExchangeOptions
{
    private readonly int? _limit = Environment.ProcessorCount;
    private readonly Launcher _launcher = Launcher.LocalProcess;

    /// <summary>How many tasks run at a time. Default: the processors that this process may use; null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public int? Limit
    {
        get => _limit;
        init => _limit = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Limit), value, "A limit is at least 1, or null for none.");
    }

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
        get => _launcher;
        init => _launcher = value ?? throw new ArgumentNullException(nameof(Launcher));
    }

    internal static ExchangeOptions Default { get; } = new();

    internal static ExchangeOptions WithLimit(int? limit) => new() { Limit = limit is null or >= 1 ? limit : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is at least 1, or null for none.") };
}
