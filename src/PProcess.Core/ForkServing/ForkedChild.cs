namespace PProcess.ForkServing;

/// <summary>A worker that a fork server has made, as the server sees it.</summary>
/// <param name="processId">Its number, which is not used again before it has been collected.</param>
/// <param name="descriptor">Can be read from once it has ended.</param>
/// <param name="exit">Leads to the host, who waits for its exit code.</param>
internal sealed class ForkedChild(int processId, int descriptor, int exit)
{
    public int ProcessId => processId;

    public int Descriptor => descriptor;

    /// <summary>Whether its end has been reported.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the host needs its number no longer.</summary>
    public bool IsHeard { get; set; }

    /// <summary>What the server has open for it, and no copy may have.</summary>
    public int[] Descriptors => HasEnded ? [] : [descriptor, exit];

    /// <summary>Tells the host how it has ended, or ends; once.</summary>
    public void ReportEnd()
    {
        if (HasEnded)
        {
            return;
        }

        HasEnded = true;
        SystemCalls.WriteWhole<int>(exit, [SystemCalls.ExitCodeOf(processId)]);
        SystemCalls.Close(exit);
        SystemCalls.Close(descriptor);
    }
}
