namespace PProcess;

/// <summary>What a background process says of itself, or what is known of one that is gone.</summary>
public sealed record BackgroundStatus
{
    /// <summary>The absolute path of its socket.</summary>
    public required string Address { get; init; }

    /// <summary>The process; 0 where it is not known.</summary>
    public int ProcessId { get; init; }

    /// <summary>The function that it runs; empty where it is not known.</summary>
    public string Function { get; init; } = "";

    /// <summary>
    /// <c>running</c>: the function runs. <c>ended</c>, <c>failed</c>: the function has returned or thrown, and something waits to be taken.
    /// <c>stale</c>: the process is gone and has left its files. <c>silent</c>: something holds the address but does not answer.
    /// </summary>
    public required string State { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The processor time that it has used, in seconds.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>The memory that it holds, in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>How many results wait to be taken, a failure included.</summary>
    public int WaitingResults { get; init; }

    /// <summary>How many bytes these have.</summary>
    public long WaitingBytes { get; init; }

    /// <summary>How many clients are connected to take results.</summary>
    public int Clients { get; init; }
}
