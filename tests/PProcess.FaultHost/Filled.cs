namespace PProcess.FaultHost;

/// <summary>A result of any size.</summary>
internal readonly record struct Filled(int Id, byte[]? Bytes);
