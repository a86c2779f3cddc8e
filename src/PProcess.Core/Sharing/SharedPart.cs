namespace PProcess.Sharing;

/// <summary>What a message refers to: shared memory, by way of a buffer.</summary>
internal readonly record struct SharedPart(SharedBlock Block, IDisposable Buffer);
