namespace PProcess.Reactive;

/// <summary>How one task ended: its value, or its error; with its input either way.</summary>
/// <typeparam name="TInput">The type of the input.</typeparam>
/// <typeparam name="TResult">The type of the value.</typeparam>
/// <param name="Input">The input that the task had.</param>
/// <param name="Value">What the function returned; the default where it failed.</param>
/// <param name="Error">Why the task failed; null where it did not.</param>
public readonly record struct Outcome<TInput, TResult>(TInput Input, TResult? Value, Exception? Error);
