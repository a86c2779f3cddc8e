namespace PProcess.FaultHost;

/// <summary>Something that this process can be made short of, for a while.</summary>
internal interface IShortage
{
    /// <summary>So little that no worker can be started.</summary>
    int Nothing { get; }

    /// <summary>So little that a start begins well, or that one worker can be started and not four.</summary>
    int Little { get; }

    /// <summary>Leaves so much more than is in use.</summary>
    IDisposable Begin(int left);
}
