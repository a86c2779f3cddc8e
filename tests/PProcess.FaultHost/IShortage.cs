namespace PProcess.FaultHost;

/// <summary>Something that this process can be made short of, for a while.</summary>
internal interface IShortage
{
    /// <summary>Leaves so little that a worker or none can be started.</summary>
    IDisposable Begin();
}
