namespace PProcess;

/// <summary>The other process sent bytes that the protocol does not allow. Its connection has been ended.</summary>
public sealed class ProtocolException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public ProtocolException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What arrived and what was allowed.</param>
    public ProtocolException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What arrived and what was allowed.</param>
    /// <param name="innerException">The cause.</param>
    public ProtocolException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
