namespace PProcess.Framing;

/// <summary>What a frame says. Values are part of the protocol: never renumber, only add.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the worker: the id names this function from now on.</summary>
    Define = 1,

    /// <summary>To the worker: the function of this id will not be called again.</summary>
    Forget = 2,

    /// <summary>To the worker: run a function, under this task id.</summary>
    Call = 3,

    /// <summary>To the worker: give the task back if it has not begun.</summary>
    Recall = 4,

    /// <summary>To the worker: signal the task's cancellation token.</summary>
    Cancel = 5,

    /// <summary>To the worker: end when the running task has ended.</summary>
    Close = 6,

    /// <summary>Either way: bytes of the task's channel.</summary>
    Data = 7,

    /// <summary>Either way: that many bytes more of the task's channel may be sent.</summary>
    Credit = 8,

    /// <summary>Either way: the sender's direction of the task's channel is complete.</summary>
    End = 9,

    /// <summary>To the host: the task's function has returned.</summary>
    Result = 10,

    /// <summary>To the host: the task's function has thrown.</summary>
    Failed = 11,

    /// <summary>To the host: the task has not begun and never will here.</summary>
    Recalled = 12,

    /// <summary>To the host: the task's function has reported progress.</summary>
    Progress = 13,

    /// <summary>To the worker: where the memory is in which results outlive it. To the host: it has been opened, or cannot be.</summary>
    Outbox = 14,

    /// <summary>Either way: where the sender's lane is, shared memory for large bodies.</summary>
    Lane = 15,

    /// <summary>Either way: how long the large message is that begins now.</summary>
    Length = 16,

    /// <summary>Either way: where shared memory is that a coming message refers to; with a value where its ownership comes with it.</summary>
    Share = 17,

    /// <summary>Either way: the sender has that shared memory, or why not.</summary>
    Shared = 18,

    /// <summary>To the worker: let go of the host, and run this at an address.</summary>
    Background = 32,

    /// <summary>From a background process: it can be reached, or the client is let in.</summary>
    Welcome = 33,

    /// <summary>From a background process: why not.</summary>
    Refused = 34,

    /// <summary>To a background process: the next result, please.</summary>
    Want = 35,

    /// <summary>To a background process: the client has this result whole.</summary>
    Taken = 36,

    /// <summary>To a background process: a message for its function.</summary>
    Post = 37,

    /// <summary>From a background process: the message is with the function.</summary>
    Posted = 38,

    /// <summary>Either way: what is the state of the background process.</summary>
    Status = 39,

    /// <summary>To a background process: end.</summary>
    Stop = 40,

    /// <summary>To a background process: show the results, without giving them away.</summary>
    Watch = 41,

    /// <summary>From a background process: a result as text.</summary>
    Shown = 42,
}
