namespace PProcess;

/// <summary>A background process cannot be started at an address because another one lives there. That one has not noticed.</summary>
public sealed class AddressInUseException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public AddressInUseException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">Which address, and who has it.</param>
    public AddressInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">Which address, and who has it.</param>
    /// <param name="innerException">The cause.</param>
    public AddressInUseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
