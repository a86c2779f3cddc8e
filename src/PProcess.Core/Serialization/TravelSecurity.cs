using MessagePack;

namespace PProcess.Serialization;

/// <summary>Untrusted-data mode, except that dictionaries and sets arrive with the comparer they left with: the default one.</summary>
/// <remarks>
/// MessagePack's hash-resistant comparers would make what arrives differ from what was sent, and refuse keys that are
/// structs or tuples. What a peer of the same user can gain by colliding keys is its own result arriving late.
/// </remarks>
internal sealed class TravelSecurity : MessagePackSecurity
{
    /// <summary>How deep objects may be nested.</summary>
    public const int MaxDepth = 1000;

    // Collections count as well when reading; their nesting between two objects is bounded by the types.
    private const int CollectionsPerObject = 16;

    public TravelSecurity()
        : base(UntrustedData.WithMaximumObjectGraphDepth(CollectionsPerObject * MaxDepth))
    {
    }

    private TravelSecurity(TravelSecurity copyFrom)
        : base(copyFrom)
    {
    }

    protected override MessagePackSecurity Clone() => new TravelSecurity(this);

    protected override IEqualityComparer<T> GetHashCollisionResistantEqualityComparer<T>() => EqualityComparer<T>.Default;
}
