namespace PProcess;

/// <summary>A task that may be repeated has failed each time.</summary>
public sealed class RetriesExhaustedException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public RetriesExhaustedException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What went wrong.</param>
    public RetriesExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public RetriesExhaustedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal RetriesExhaustedException(IReadOnlyList<Exception> attempts)
        : base(Describe(attempts), attempts[^1]) => Attempts = attempts;

    /// <summary>How each attempt failed, the first one first; the last is the inner exception too.</summary>
    public IReadOnlyList<Exception> Attempts { get; } = [];

    private static string Describe(IReadOnlyList<Exception> attempts) =>
        $"The task was run {attempts.Count} times and failed each time:" + string.Concat(attempts.Select((error, index) => $"{Environment.NewLine}{index + 1}. {error.Message}"));
}
