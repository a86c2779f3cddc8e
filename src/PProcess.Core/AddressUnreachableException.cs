namespace PProcess;

/// <summary>At an address there is no background process that this program can talk to. The message says why.</summary>
/// <remarks>Nobody is there, it is another user's, it is of another build of the program, or it is no background process.</remarks>
public sealed class AddressUnreachableException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public AddressUnreachableException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">Which address, and why.</param>
    public AddressUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">Which address, and why.</param>
    /// <param name="innerException">The cause.</param>
    public AddressUnreachableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
