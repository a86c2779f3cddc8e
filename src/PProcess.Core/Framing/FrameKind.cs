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
}
