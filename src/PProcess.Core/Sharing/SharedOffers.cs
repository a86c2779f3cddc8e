using PProcess.Framing;

namespace PProcess.Sharing;

/// <summary>The sending side of shared memory: a message that refers to it leaves when the other process has it, and this one may end.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedOffers
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<Guid, TaskCompletionSource> _open = [];
    private Exception? _end;

    /// <summary>Waits until the other process has all of the blocks.</summary>
    /// <exception cref="CannotTravelException">It cannot have one.</exception>
    public async Task MakeAsync(IEnumerable<SharedPart> parts, FrameWriter frames, uint id, ISharedReceiver sender)
    {
        foreach (var (block, owners) in parts.GroupBy(part => part.Block).Select(use => (use.Key, use.Where(part => part.Buffer == part.Block.Owner).ToList())))
        {
            var owner = sender.GivesOwnership ? owners.FirstOrDefault().Buffer : null;
            await OfferAsync(block, owner is not null, frames, id).ConfigureAwait(false);
            if (owner is not null)
            {
                block.GiveOwnership(owner);
                sender.OnGiven(owner);
            }
        }
    }

    /// <summary>Takes in the other process's answer.</summary>
    public void OnAnswer(ReadOnlyMemory<byte> body)
    {
        var reader = new MessageReader(body);
        var block = new Guid(reader.ReadBytes(16));
        TaskCompletionSource? offer;
        lock (_gate)
        {
            _open.Remove(block, out offer);
        }

        if (reader.ReadString() is { } reason)
        {
            offer?.TrySetException(new CannotTravelException("shared buffer", "", typeof(SharedBuffer<>), reason));
        }
        else
        {
            offer?.TrySetResult();
        }
    }

    /// <summary>There will be no answers.</summary>
    public void End(Exception error)
    {
        List<TaskCompletionSource> open;
        lock (_gate)
        {
            _end = error;
            open = [.. _open.Values];
            _open.Clear();
        }

        open.ForEach(offer => offer.TrySetException(error));
    }

    private async Task OfferAsync(SharedBlock block, bool isOwned, FrameWriter frames, uint id)
    {
        if (!block.TryHold())
        {
            throw new CannotTravelException("shared buffer", "", typeof(SharedBuffer<>), "it was disposed while it was being sent.");
        }

        try
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                if (_end is not null)
                {
                    throw _end;
                }

                _open[block.Id] = answer;
            }

            var offer = new MessageWriter();
            block.Reference.Write(offer);
            frames.Write(FrameKind.Share, isOwned ? FrameFlags.Value : FrameFlags.None, id, offer.Written.Span);
            await answer.Task.ConfigureAwait(false);
        }
        finally
        {
            block.Unhold();
        }
    }
}
