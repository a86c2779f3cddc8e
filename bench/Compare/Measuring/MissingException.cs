namespace Compare.Measuring;

/// <summary>A contestant is not to be had on this machine; the message says what is missing.</summary>
internal sealed class MissingException(string message) : Exception(message);
