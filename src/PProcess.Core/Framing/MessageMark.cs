namespace PProcess.Framing;

/// <summary>How far a message has been written.</summary>
/// <param name="Length">How many bytes it had.</param>
/// <param name="Tail">The array that it ended in; null for none.</param>
/// <param name="SharedCount">To how much shared memory it referred.</param>
internal readonly record struct MessageMark(int Length, Tail? Tail, int SharedCount);
