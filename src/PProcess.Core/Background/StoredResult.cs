namespace PProcess.Background;

/// <summary>A result, or how the function failed, that waits until a client has it whole.</summary>
/// <param name="Number">Its place in the order in which the function gave them.</param>
/// <param name="IsFailure">Whether it is the function's failure.</param>
/// <param name="Body">The message.</param>
internal sealed record StoredResult(uint Number, bool IsFailure, byte[] Body);
