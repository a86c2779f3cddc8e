using System.Diagnostics;

namespace PProcess.Framing;

/// <summary>Keeps outcomes that have not been written yet where they outlive this process, and says which of them may wait for others.</summary>
/// <remarks>Guarded by the gate of the writer, whose frames it follows through the stream.</remarks>
internal sealed class SafeOutcomes
{
    private const int MaxCoalesced = 32 * 1024;

    // What comes more seldom is not worth being held back.
    private static readonly long SeldomTicks = Stopwatch.Frequency / 50_000;

    private Outbox? _outbox;
    private bool _isCoalescing;
    private bool _hasLarge; // Then nobody knows the positions of the frames behind.
    private long _position;
    private long _writtenPosition;

    /// <summary>Gives the memory.</summary>
    public void Use(Outbox outbox) => _outbox ??= outbox;

    /// <summary>From now on outcomes may wait that come in quick succession.</summary>
    public void StartCoalescing() => _isCoalescing = _outbox is not null;

    /// <summary>From now on none may.</summary>
    public void StopCoalescing() => _isCoalescing = false;

    /// <summary>Bytes that are not a frame have been appended.</summary>
    public void OnRaw(int count) => _position += count;

    /// <summary>A message of unknown length in the stream has been appended.</summary>
    public void OnLarge()
    {
        _hasLarge = true;
        _outbox?.Omit(long.MaxValue);
    }

    /// <summary>A frame has been appended.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="frame">Its bytes.</param>
    /// <param name="time">How long the call took whose outcome it is, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="pending">How many bytes wait, these included.</param>
    /// <returns>Whether it may wait for others behind it.</returns>
    public bool OnFrame(FrameKind kind, ReadOnlySpan<byte> frame, long time, int pending)
    {
        var position = _position;
        _position += frame.Length;
        if (_outbox is null || _hasLarge)
        {
            return false;
        }

        if (!Frame.IsOutcome(kind) || frame.Length > MaxCoalesced || _position - _writtenPosition > Outbox.RingSize)
        {
            _outbox.Omit(_position);
            return false;
        }

        _outbox.Keep(position, frame);
        return _isCoalescing && time <= SeldomTicks && pending < MaxCoalesced;
    }

    /// <summary>So many bytes have been written; these frames wait behind.</summary>
    public void OnWritten(long count, PendingFrames behind)
    {
        _writtenPosition += count;
        if (_hasLarge && !behind.HasLarge)
        {
            _hasLarge = false;
            _position = _writtenPosition + behind.Bytes.Length;
            _outbox?.Omit(_position);
        }
    }
}
