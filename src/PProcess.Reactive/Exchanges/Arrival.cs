namespace PProcess.Reactive.Exchanges;

/// <summary>A result of a queue, or the failure of one of its tasks.</summary>
/// <param name="Value">The result.</param>
/// <param name="Error">The failure, or null.</param>
/// <param name="Bytes">How many bytes it had when it arrived.</param>
internal readonly record struct Arrival<T>(T? Value, Exception? Error, long Bytes);
