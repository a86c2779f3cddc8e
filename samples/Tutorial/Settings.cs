namespace Tutorial;

/// <summary>What every example is given: an N×N grid, how many processes may run at a time, and how long a cell takes.</summary>
internal sealed record Settings(int N, int Limit, TimeSpan Delay)
{
    /// <summary>Whether background processes are to be started.</summary>
    public bool Starts { get; init; } = true;

    /// <summary>Whether the results of background processes are to be collected.</summary>
    public bool Reconnects { get; init; } = true;
}
