namespace PProcess.Core.Tests.Framing;

/// <summary>Has no constructor with an inner exception.</summary>
internal sealed class MessageOnlyException(string message) : Exception(message);

/// <summary>Has no constructor that takes a message.</summary>
internal sealed class NumberedException(int number) : Exception($"number {number}");

/// <summary>Makes up a message of its own.</summary>
internal sealed class RewordingException(string message) : Exception($"reworded: {message}");

/// <summary>Cannot be built from a message alone.</summary>
internal sealed class ThrowingConstructorException : Exception
{
    public ThrowingConstructorException(string message)
        : base(message) => throw new NotSupportedException();

    public ThrowingConstructorException(string message, int number)
        : base($"{message} {number}")
    {
    }
}

/// <summary>Has a type argument, and no constructor that takes a message alone.</summary>
internal sealed class GenericException<T>(string message, T detail) : Exception($"{message} {detail}");

/// <summary>Has a member that throws or is null.</summary>
internal sealed class HostileException(string member, bool throws) : Exception
{
    public override string Message => Get(nameof(Message));

    public override string? StackTrace => Get(nameof(StackTrace));

    public override string ToString() => Get(nameof(ToString));

    private string Get(string asked) =>
        asked != member ? asked : throws ? throw new InvalidOperationException("hostile") : null!;
}
