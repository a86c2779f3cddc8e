namespace PProcess.Framing;

/// <summary>Modifiers of a frame. Values are part of the protocol.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>The message goes on in a later frame of the same kind and id.</summary>
    More = 1,

    /// <summary>A <see cref="FrameKind.Data"/> frame that begins a message.</summary>
    Start = 2,

    /// <summary>A <see cref="FrameKind.Result"/> that carries a value.</summary>
    Value = 4,

    /// <summary>The body is in the sender's lane; here is only how long it is.</summary>
    Lane = 8,
}
