using System.Collections.Concurrent;

namespace PProcess.Sharing;

/// <summary>The shared memory that this process has, so that each block is mapped once.</summary>
internal static class SharedBlocks
{
    private const int KeptUnused = 16;

    private static readonly ConcurrentDictionary<Guid, WeakReference<SharedBlock>> Known = [];
    private static readonly Lock Gate = new();
    private static readonly List<SharedBlock> Unused = []; // Guarded by Gate; the oldest first.

    /// <summary>Makes a block.</summary>
    /// <exception cref="SharedMemoryException">It does not fit.</exception>
    public static SharedBlock Create(long size) => Add(Retried(() => SharedBlock.Create(size)));

    /// <summary>Finds a block here, or takes it from the process that the reference names; it is held.</summary>
    /// <exception cref="SharedMemoryException">It cannot be reached.</exception>
    public static SharedBlock FindOrOpen(MemoryReference reference)
    {
        lock (Gate)
        {
            if (Known.TryGetValue(reference.Id, out var known) && known.TryGetTarget(out var block) && block.TryHold())
            {
                Unused.Remove(block);
                return block;
            }
        }

        Sweep(KeptUnused);
        var opened = Retried(() => SharedBlock.Open(reference));
        return opened.TryHold() ? Add(opened) : throw new SharedMemoryException("Shared memory was given back by its owner before it arrived here.");
    }

    /// <summary>Keeps a block that nobody uses here until others have come, or its owner has given it up: it may come again.</summary>
    public static void KeepUnused(SharedBlock block)
    {
        lock (Gate)
        {
            Unused.Add(block);
        }

        Sweep(KeptUnused);
    }

    public static void Remove(SharedBlock block)
    {
        if (Known.TryGetValue(block.Id, out var known) && (!known.TryGetTarget(out var there) || there == block))
        {
            Known.TryRemove(KeyValuePair.Create(block.Id, known));
        }
    }

    private static SharedBlock Add(SharedBlock block)
    {
        Known[block.Id] = new WeakReference<SharedBlock>(block);
        return block;
    }

    private static void Sweep(int kept)
    {
        List<SharedBlock> dropped;
        lock (Gate)
        {
            dropped = [.. Unused.Where((block, index) => block.IsGone || index < Unused.Count - kept)];
            Unused.RemoveAll(dropped.Contains);
        }

        dropped.ForEach(block => block.LetGo());
    }

    // What nobody uses any more, and was not disposed, may hold what there is too little of.
    private static SharedBlock Retried(Func<SharedBlock> make)
    {
        try
        {
            return make();
        }
        catch (SharedMemoryException)
        {
            Sweep(0);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return make();
        }
    }
}
