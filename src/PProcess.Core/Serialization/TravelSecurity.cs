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

    public TravelSecurity()
        : base(UntrustedData.WithMaximumObjectGraphDepth(2 * MaxDepth))
    {
    }

    private TravelSecurity(TravelSecurity copyFrom)
        : base(copyFrom)
    {
    }

    protected override MessagePackSecurity Clone() => new TravelSecurity(this);

    protected override IEqualityComparer<T> GetHashCollisionResistantEqualityComparer<T>() => EqualityComparer<T>.Default;
}
