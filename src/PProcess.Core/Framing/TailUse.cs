namespace PProcess.Framing;

/// <summary>What a message does with a large array.</summary>
internal enum TailUse
{
    /// <summary>It is copied into the message.</summary>
    None,

    /// <summary>A copy of it is the message's tail: it may change before the message leaves.</summary>
    Copied,

    /// <summary>It is itself the message's tail: nobody changes it any more.</summary>
    Kept,
}
