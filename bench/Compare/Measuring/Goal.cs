namespace Compare.Measuring;

/// <summary>What one of ours is to reach in one figure: a number, or a multiple of what others reach in the same round.</summary>
/// <param name="Who">Which contestant of ours.</param>
/// <param name="Figure">Which figure of the measure, by its place.</param>
/// <param name="Target">The number, or the multiple.</param>
/// <param name="Against">The others: a contestant's name, the part of it before a comma, or <see cref="EveryPeer"/>. Null: the target is a plain number.</param>
/// <param name="IsBinding">Whether less than half of it fails the short form. What depends on the machine's speed alone does not, nor what is today so near to half its goal that noise would decide.</param>
internal sealed record Goal(string Who, int Figure, double Target, string? Against = null, bool IsBinding = true)
{
    public const string EveryPeer = "every peer";

    public bool Concerns(Contestant contestant) => Against == EveryPeer
        ? contestant.Side == Side.Peer
        : contestant.Name == Against || contestant.Name.StartsWith(Against + ", ", StringComparison.Ordinal);
}
