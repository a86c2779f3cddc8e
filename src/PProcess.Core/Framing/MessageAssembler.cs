namespace PProcess.Framing;

/// <summary>Puts the frames of cut messages together again.</summary>
/// <remarks>Not thread-safe. Memory grows with what has arrived: claimed lengths cost at most eight times that.</remarks>
internal sealed class MessageAssembler
{
    private readonly Dictionary<long, GrowingMessage> _partial = [];
    private readonly TailCredit _credit = new();
    private GrowingMessage? _whole;

    /// <summary>The array that the last whole message ends in; null for none.</summary>
    public Array? Tail => _whole?.Tail;

    /// <summary>Notes how long a message will be.</summary>
    /// <exception cref="ProtocolException">A message cannot be that long, or has begun already.</exception>
    public void Expect(in Frame frame)
    {
        var reader = new MessageReader(frame.Body);
        var kind = reader.ReadInt32();
        var length = reader.ReadInt32();
        var elements = (TypeCode)reader.ReadInt32();
        var tailSize = reader.ReadInt32();
        if (kind is <= 0 or > (int)FrameKind.Progress || length < 0 || length > Array.MaxLength || tailSize < 0 || tailSize > Array.MaxLength
            || !_partial.TryAdd(Key((FrameKind)kind, frame.Id), new GrowingMessage(length, elements, tailSize, _credit)))
        {
            throw new ProtocolException($"A message claims {length} and {tailSize} bytes, or has a length twice.");
        }
    }

    /// <summary>Gives the frame's message once it is whole.</summary>
    /// <remarks>The message is valid until the next call, or <see cref="Release"/>.</remarks>
    public bool TryComplete(in Frame frame, out ReadOnlyMemory<byte> message)
    {
        Release();
        var key = Key(frame.Kind, frame.Id);
        var more = frame.Flags.HasFlag(FrameFlags.More);
        if (!_partial.TryGetValue(key, out var partial))
        {
            message = frame.Body;
            if (!more)
            {
                return true;
            }

            partial = _partial[key] = new GrowingMessage(0, default, 0, _credit);
        }

        partial.Append(frame.Body.Span);
        message = partial.Written;
        if (more)
        {
            return false;
        }

        _partial.Remove(key);
        partial.CheckEnd();
        _whole = partial;
        return true;
    }

    /// <summary>Lets go of the last whole message.</summary>
    public void Release()
    {
        _whole?.Dispose();
        _whole = null;
    }

    /// <summary>Hands over the memory of the last whole message, which is valid until that is disposed.</summary>
    public IDisposable? Detach()
    {
        var whole = _whole;
        _whole = null;
        return whole;
    }

    /// <summary>Drops what has arrived of messages that will never be whole: their task has ended.</summary>
    public void Forget(uint id)
    {
        if (_partial.Count > 0)
        {
            foreach (var key in _partial.Keys.Where(key => (uint)key == id).ToList())
            {
                _partial.Remove(key, out var partial);
                partial?.Dispose();
            }
        }
    }

    private static long Key(FrameKind kind, uint id) => ((long)kind << 32) | id;
}
