namespace PProcess;

/// <summary>A worker could not be started. The message names the command and the cause.</summary>
public sealed class LaunchException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public LaunchException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What was to be started, and why it was not.</param>
    public LaunchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What was to be started, and why it was not.</param>
    /// <param name="innerException">The cause.</param>
    public LaunchException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
