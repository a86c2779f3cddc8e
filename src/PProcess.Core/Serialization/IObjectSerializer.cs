using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>Writes and reads values that have no direct path. The seam at which the serialization library can be replaced.</summary>
/// <remarks>Thread-safe. A value arrives equal or is refused with <see cref="CannotTravelException"/>.</remarks>
internal interface IObjectSerializer
{
    void Write<T>(MessageWriter writer, T value);

    /// <summary>Reads one value and leaves the reader behind it.</summary>
    /// <exception cref="ProtocolException">The bytes are not such a value.</exception>
    T Read<T>(ref MessageReader reader);

    /// <summary>Writes the object that a function is bound to, under its own type. Only within a <see cref="FunctionScope"/>.</summary>
    void WriteTarget(MessageWriter writer, object target);

    /// <summary>Reads the object that a function is bound to. Only within a <see cref="FunctionScope"/>.</summary>
    object? ReadTarget(ref MessageReader reader);
}
