namespace PProcess.Background;

/// <summary>What a client wants. Values are part of the protocol.</summary>
internal enum ClientRole : byte
{
    /// <summary>To exchange values with the function: both must be the same build of the program.</summary>
    Collect = 1,

    /// <summary>To look after the process, from whatever program: everything is text.</summary>
    Administer = 2,
}
