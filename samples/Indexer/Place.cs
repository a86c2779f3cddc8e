namespace Indexer;

/// <summary>Where a word occurs.</summary>
internal readonly record struct Place(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}
