namespace PProcess;

/// <summary>A function, an argument, a captured variable or a result cannot be carried to another process.</summary>
/// <remarks>Thrown by the call that starts the task, before anything is started; for a result, it is the task's failure.</remarks>
public sealed class CannotTravelException : PProcessException
{
    private readonly string _reason = "";

    /// <summary>Creates a failure without a message.</summary>
    public CannotTravelException()
    {
    }

    /// <summary>Creates a failure that says what went wrong.</summary>
    /// <param name="message">What cannot travel, its type, and what to do.</param>
    public CannotTravelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a failure with its cause.</summary>
    /// <param name="message">What cannot travel, its type, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CannotTravelException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates a failure about one value.</summary>
    /// <param name="kind">What it is, such as <c>captured variable</c>.</param>
    /// <param name="name">Its name in the source, with members behind dots; empty where it has none.</param>
    /// <param name="type">Its type.</param>
    /// <param name="reason">Why it cannot travel, and what to do instead.</param>
    internal CannotTravelException(string kind, string name, Type type, string reason)
        : base($"The {kind}{(name.Length == 0 ? "" : $" '{name}'")} of type {type} cannot travel to another process: {reason}")
    {
        _reason = reason;
        Name = name;
        Type = type;
    }

    /// <summary>The name of what cannot travel, as the source has it, with members behind dots, such as <c>options.log</c>; empty where it has none.</summary>
    public string Name { get; } = "";

    /// <summary>The type of what cannot travel; null where no single value is the reason.</summary>
    public Type? Type { get; }

    /// <summary>The same failure, seen from what holds the value.</summary>
    internal CannotTravelException Inside(string kind, string name) => Type is null
        ? this
        : new CannotTravelException(kind, Name.Length == 0 ? name : $"{name}.{Name}", Type, _reason);
}
