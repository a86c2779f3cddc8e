namespace PProcess;

/// <summary>The worker ended before the task did. Only the task that ran is lost.</summary>
public sealed class WorkerExitedException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public WorkerExitedException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">Which process ended, and how.</param>
    public WorkerExitedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">Which process ended, and how.</param>
    /// <param name="innerException">The cause.</param>
    public WorkerExitedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates a failure from what is known of the process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="standardError">The last lines that it wrote to its standard error.</param>
    public WorkerExitedException(int processId, ExitStatus status, string standardError)
        : base(Describe(processId, status, standardError))
    {
        ProcessId = processId;
        ExitStatus = status;
        StandardError = standardError;
    }

    /// <summary>The process that ended.</summary>
    public int ProcessId { get; }

    /// <summary>How it ended.</summary>
    public ExitStatus ExitStatus { get; }

    /// <summary>The last lines, at most 4 KiB, that it wrote to its standard error.</summary>
    public string StandardError { get; } = "";

    private static string Describe(int processId, ExitStatus status, string standardError)
    {
        var what = $"Worker process {processId} ended with {status} before its task did.";
        return standardError.Length == 0 ? what : $"{what} Its last lines on standard error:{Environment.NewLine}{standardError}";
    }
}
