namespace PProcess;

/// <summary>A function threw in its worker.</summary>
/// <remarks>
/// Where the original exception's type can be built from a message, that type is thrown and this exception is its
/// <see cref="Exception.InnerException"/>; otherwise this exception itself is thrown. Only the type, the message and the stack come
/// back: what else the exception held, its inner exceptions included, is in <see cref="RemoteStackTrace"/> as far as its text has it.
/// An <see cref="AggregateException"/> thus holds this exception and not what it held in the worker.
/// </remarks>
public sealed class RemoteTaskException : PProcessException
{
    /// <summary>Creates a failure without a message.</summary>
    public RemoteTaskException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What the function threw.</param>
    public RemoteTaskException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What the function threw.</param>
    /// <param name="innerException">The cause.</param>
    public RemoteTaskException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal RemoteTaskException(int processId, string typeName, string message, string remoteStackTrace)
        : base($"{typeName} in worker process {processId}: {message}")
    {
        ProcessId = processId;
        TypeName = typeName;
        RemoteMessage = message;
        RemoteStackTrace = remoteStackTrace;
    }

    /// <summary>The process that the function ran in.</summary>
    public int ProcessId { get; }

    /// <summary>The full name of the type that was thrown.</summary>
    public string TypeName { get; } = "";

    /// <summary>The message of what was thrown.</summary>
    public string RemoteMessage { get; } = "";

    /// <summary>What was thrown as text: its stack in the worker and its inner exceptions.</summary>
    public string RemoteStackTrace { get; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()}{Environment.NewLine}--- in worker process {ProcessId} ---{Environment.NewLine}{RemoteStackTrace}";
}
