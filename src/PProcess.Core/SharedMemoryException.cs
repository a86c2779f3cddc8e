namespace PProcess;

/// <summary>Shared memory could not be made or reached: the message says how much, where, and what there was too little of.</summary>
public sealed class SharedMemoryException : PProcessException
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public SharedMemoryException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public SharedMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public SharedMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
