namespace PProcess.Sharing;

/// <summary>Who shared buffers arrive for.</summary>
internal interface ISharedReceiver
{
    /// <summary>A buffer over the block has arrived.</summary>
    void OnArrived(SharedBlock block, IDisposable buffer);
}
