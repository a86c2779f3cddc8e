namespace Compare.Measuring;

/// <summary>Who takes part: this library, the least that the machine needs for the same, or somebody else's library.</summary>
internal enum Side
{
    Ours,
    Floor,
    Peer,
}
