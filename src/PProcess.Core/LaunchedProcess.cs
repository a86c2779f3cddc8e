namespace PProcess;

/// <summary>A started process that a worker runs in, and the bytes to and from it.</summary>
public abstract class LaunchedProcess : IAsyncDisposable
{
    /// <summary>The process, or 0 where it has no number here.</summary>
    public abstract int ProcessId { get; }

    /// <summary>Leads to the process's standard input.</summary>
    public abstract Stream Input { get; }

    /// <summary>Comes from the process's standard output.</summary>
    public abstract Stream Output { get; }

    /// <summary>Ends when the process has ended and its resources are collected; never faults.</summary>
    public abstract Task<ExitStatus> Exited { get; }

    /// <summary>Whether the process has ended, asked at this moment; <see cref="Exited"/> may learn of it a little later.</summary>
    public virtual bool HasExited => Exited.IsCompleted;

    /// <summary>The memory that the process has in use, in bytes; 0 where that is not known.</summary>
    public virtual long ResidentBytes => 0;

    /// <summary>Waits awake, for a moment, for what the process writes next to its standard output; null where that is not possible or no use.</summary>
    internal virtual Action? WaitAwake => null;

    /// <summary>Waits until what the process has written to its standard error is read, as far as it can be.</summary>
    /// <returns>The last lines, at most 4 KiB.</returns>
    public abstract Task<string> ReadStandardErrorAsync();

    /// <summary>Asks the process to end (SIGTERM). Does nothing where it has ended.</summary>
    public abstract void Terminate();

    /// <summary>Ends the process at once (SIGKILL). Does nothing where it has ended.</summary>
    public abstract void Kill();

    /// <summary>Frees what this side holds; does not end the process.</summary>
    /// <returns>Ends when it is freed.</returns>
    public abstract ValueTask DisposeAsync();
}
