namespace PProcess.Sharing;

/// <summary>Who shared buffers arrive for, and are sent by: a task, at either side.</summary>
internal interface ISharedReceiver
{
    /// <summary>Whether who is sent a buffer becomes its owner.</summary>
    bool GivesOwnership { get; }

    /// <summary>A buffer over the block has arrived.</summary>
    void OnArrived(SharedBlock block, IDisposable buffer);

    /// <summary>The buffer that has owned a block does so no more.</summary>
    void OnGiven(IDisposable buffer);
}
