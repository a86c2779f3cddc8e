namespace PProcess.Sharing;

/// <summary>The shared memory that a task was given: it stays there until the task has its last outcome.</summary>
internal sealed class SharedHold
{
    private readonly SharedBlock[] _blocks;
    private int _isReleased;

    private SharedHold(SharedBlock[] blocks) => _blocks = blocks;

    /// <summary>Holds what the invocation and its function refer to; null where that is nothing.</summary>
    /// <exception cref="ObjectDisposedException">A buffer has been disposed meanwhile.</exception>
    public static SharedHold? Of(Invocation invocation)
    {
        if (invocation.Shared is null && invocation.Function.Shared is null)
        {
            return null;
        }

        var hold = new SharedHold([.. (invocation.Shared ?? []).Concat(invocation.Function.Shared ?? []).Select(part => part.Block)]);
        for (var i = 0; i < hold._blocks.Length; i++)
        {
            if (!hold._blocks[i].TryHold())
            {
                hold._blocks[..i].ToList().ForEach(block => block.Unhold());
                throw new ObjectDisposedException("SharedBuffer", "A shared buffer that a task was to have has been disposed. Dispose it when the task has its outcome.");
            }
        }

        return hold;
    }

    /// <summary>The task no longer needs it. Idempotent.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            Array.ForEach(_blocks, block => block.Unhold());
        }
    }
}
