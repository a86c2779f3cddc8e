namespace PProcess;

/// <summary>The base of the failures that this library reports.</summary>
public class PProcessException : Exception
{
    /// <summary>Creates a failure without a message.</summary>
    public PProcessException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    public PProcessException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PProcessException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
