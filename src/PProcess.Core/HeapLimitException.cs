namespace PProcess;

/// <summary>A task needed more managed memory than its worker may have (<see cref="WorkerOptions.GCHeapHardLimit"/>).</summary>
/// <remarks>The inner exception says how that came out: the function's own <see cref="OutOfMemoryException"/>, or the end of the process.</remarks>
public sealed class HeapLimitException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public HeapLimitException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What went wrong.</param>
    public HeapLimitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public HeapLimitException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal HeapLimitException(long limit, Exception cause)
        : base($"The task needed more memory than the {limit} bytes that its worker's heap may have. {cause.Message}", cause) => Limit = limit;

    /// <summary>The limit, in bytes.</summary>
    public long Limit { get; }
}
