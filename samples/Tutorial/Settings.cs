namespace Tutorial;

/// <summary>What every example is given: an N×N grid, how many processes may run at a time, and how long a cell takes.</summary>
internal sealed record Settings(int N, int Limit, TimeSpan Delay);
