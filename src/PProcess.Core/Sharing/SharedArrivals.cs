using PProcess.Framing;

namespace PProcess.Sharing;

/// <summary>The receiving side of shared memory: blocks that are here before the message that refers to them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedArrivals
{
    private const int MaxWaiting = 10_000;

    private readonly Dictionary<Guid, SharedBlock> _waiting = []; // Also the gate. Each is held once.

    /// <summary>Takes in an offer, and answers it.</summary>
    /// <exception cref="ProtocolException">There are too many that no message refers to.</exception>
    public void OnOffer(in Frame offer, FrameWriter frames)
    {
        var reader = new MessageReader(offer.Body);
        var reference = MemoryReference.Read(ref reader);
        string? reason = null;
        try
        {
            var block = SharedBlocks.FindOrOpen(reference);
            if (offer.Flags.HasFlag(FrameFlags.Value))
            {
                block.ReceiveOwnership();
            }

            Keep(block);
        }
        catch (SharedMemoryException error)
        {
            reason = error.Message;
        }

        Answer(reference.Id, reason, frames, offer.Id);
    }

    /// <summary>Refuses an offer for a task that has ended.</summary>
    public static void Refuse(in Frame offer, FrameWriter frames)
    {
        var reader = new MessageReader(offer.Body);
        Answer(MemoryReference.Read(ref reader).Id, "its task has ended.", frames, offer.Id);
    }

    /// <summary>A buffer over the block has arrived, which now keeps it.</summary>
    public void Release(SharedBlock block)
    {
        lock (_waiting)
        {
            if (!_waiting.Remove(block.Id))
            {
                return;
            }
        }

        block.Unhold();
    }

    /// <summary>No message will come any more.</summary>
    public void Clear()
    {
        List<SharedBlock> left;
        lock (_waiting)
        {
            left = [.. _waiting.Values];
            _waiting.Clear();
        }

        left.ForEach(block => block.Unhold());
    }

    private static void Answer(Guid block, string? reason, FrameWriter frames, uint id)
    {
        var answer = new MessageWriter();
        answer.WriteBytes(block.ToByteArray());
        answer.WriteString(reason);
        frames.Write(FrameKind.Shared, FrameFlags.None, id, answer.Written.Span);
    }

    private void Keep(SharedBlock block)
    {
        lock (_waiting)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                throw new ProtocolException($"The other process has shared {MaxWaiting} blocks of memory that no message refers to.");
            }

            if (_waiting.TryAdd(block.Id, block))
            {
                return;
            }
        }

        block.Unhold();
    }
}
