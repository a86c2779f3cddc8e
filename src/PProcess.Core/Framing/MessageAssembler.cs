namespace PProcess.Framing;

/// <summary>Puts the frames of cut messages together again.</summary>
/// <remarks>Not thread-safe. Memory grows with what has arrived, never with what was claimed.</remarks>
internal sealed class MessageAssembler
{
    private readonly Dictionary<long, MessageWriter> _partial = [];

    /// <summary>Gives the frame's message once it is whole.</summary>
    /// <remarks>The message is valid until the next call.</remarks>
    public bool TryComplete(in Frame frame, out ReadOnlyMemory<byte> message)
    {
        var key = ((long)frame.Kind << 32) | frame.Id;
        var more = frame.Flags.HasFlag(FrameFlags.More);
        if (!_partial.TryGetValue(key, out var partial))
        {
            message = frame.Body;
            if (!more)
            {
                return true;
            }

            partial = _partial[key] = new MessageWriter();
        }

        if ((long)partial.Length + frame.Body.Length > Array.MaxLength)
        {
            throw new ProtocolException($"A message is longer than the {Array.MaxLength} bytes that one message can have.");
        }

        partial.WriteBytes(frame.Body.Span);
        message = partial.Written;
        return !more && _partial.Remove(key);
    }

    /// <summary>Drops what has arrived of messages that will never be whole: their task has ended.</summary>
    public void Forget(uint id)
    {
        if (_partial.Count > 0)
        {
            foreach (var key in _partial.Keys.Where(key => (uint)key == id).ToList())
            {
                _partial.Remove(key);
            }
        }
    }
}
