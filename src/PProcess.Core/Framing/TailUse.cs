namespace PProcess.Framing;

/// <summary>What a message does with a large array.</summary>
internal enum TailUse
{
    /// <summary>It is copied into the message.</summary>
    None,

    /// <summary>A copy of it is the message's tail: it may change before the message leaves.</summary>
    Copied,

    /// <summary>It is itself the message's tail: nobody changes it, or ends its memory, before the message is sent.</summary>
    Kept,

    /// <summary>The same, but its memory may end: only a part of an array, which the collector keeps for as long as it is needed, is itself the tail; of other memory it is a copy.</summary>
    Lent,
}
