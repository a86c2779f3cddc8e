using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PProcess.Core.Tests.Serialization;

public sealed class CollectionTests
{
    [Fact]
    public void Lists_OfAnyElement_ArriveEqual()
    {
        Travel.AssertArrivesEqual(new List<int> { 1, 2 });
        Travel.AssertArrivesEqual(new List<string?> { "a", null, "\uD800" });
        Travel.AssertArrivesEqual(new[] { "a", null, "\uD800" });
        Travel.AssertArrivesEqual(new LinkedList<int>([1, 2]));
        Travel.AssertArrivesEqual<List<int>?>(null);
    }

    [Fact]
    public void Collections_InsideCollections_ArriveEqual()
    {
        Travel.AssertArrivesEqual(new Dictionary<string, List<int[]>> { ["a"] = [[1, 2], []], ["b"] = [] });
        Travel.AssertArrivesEqual(new List<List<Key>> { new() { new(1, "x") }, new() });
        Travel.AssertArrivesEqual(new int[][] { [1], [], [2, 3] });
    }

    [Fact]
    public void Dictionaries_WithCompositeKeys_FindTheirValues()
    {
        var tuples = Travel.There(new Dictionary<(int, string), string> { [(1, "a")] = "one", [(2, "b")] = "two" });
        Assert.Equal("two", tuples[(2, "b")]);
        var records = Travel.There(new Dictionary<Key, int> { [new(1, "a")] = 5 });
        Assert.Equal(5, records[new(1, "a")]);
        var enums = Travel.There(new Dictionary<DayOfWeek, int> { [DayOfWeek.Friday] = 5 });
        Assert.Equal(5, enums[DayOfWeek.Friday]);
    }

    [Fact]
    public void StackAndQueue_WithItems_KeepTheirOrder()
    {
        Assert.Equal([3, 2, 1], Travel.There(new Stack<int>([1, 2, 3])));
        Assert.Equal([1, 2, 3], Travel.There(new Queue<int>([1, 2, 3])));
        Assert.Equal([3, 2, 1], Travel.There(new ConcurrentStack<int>([1, 2, 3])));
    }

    [Fact]
    public void SortedAndHashed_WithDefaultComparers_ArriveEqual()
    {
        Travel.AssertArrivesEqual(new SortedDictionary<string, int> { ["b"] = 2, ["a"] = 1 });
        Travel.AssertArrivesEqual(new SortedSet<int> { 3, 1, 2 });
        Travel.AssertArrivesEqual(new HashSet<(int, int)> { (1, 2), (3, 4) });
        Assert.Equal(1, Travel.There(new ConcurrentDictionary<string, int>([KeyValuePair.Create("a", 1)]))["a"]);
    }

    [Fact]
    public void Immutables_OfEachKind_ArriveEqual()
    {
        Travel.AssertArrivesEqual(ImmutableArray.Create(1, 2));
        Travel.AssertArrivesEqual(ImmutableList.Create("a", "b"));
        Travel.AssertArrivesEqual(ImmutableDictionary<string, int>.Empty.Add("a", 1));
        Travel.AssertArrivesEqual(ImmutableHashSet.Create(1, 2));
        Travel.AssertArrivesEqual(ImmutableSortedDictionary<int, int>.Empty.Add(2, 1).Add(1, 2));
    }

    [Fact]
    public void ImmutableStackAndQueue_WithItems_KeepTheirOrder()
    {
        Assert.Equal(1, Travel.There(ImmutableQueue.Create(1, 2)).Peek());
        Assert.Equal(2, Travel.There(ImmutableStack.Create(1, 2)).Peek());
    }

    [Fact]
    public void DefaultImmutableArray_ArrivesAsDefault() => Assert.True(Travel.There(default(ImmutableArray<int>)).IsDefault);

    [Fact]
    public void MultiDimensionalArrays_OfAnyElement_ArriveEqual()
    {
        Travel.AssertArrivesEqual(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Travel.AssertArrivesEqual(new Key[2, 1, 2] { { { new(1, "a"), new(2, "b") } }, { { new(3, "c"), new(4, "d") } } });
        Travel.AssertArrivesEqual(new string?[0, 5]);
    }

    [Fact]
    public void ReadOnlyInterfaces_OfLists_ArriveWithTheirElements()
    {
        Assert.Equal([1, 2], Travel.There<IEnumerable<int>>(Enumerable.Range(1, 2)));
        Assert.Equal([1, 2], Travel.There<IReadOnlyList<int>>([1, 2]));
        Assert.Equal(5, Travel.There<IReadOnlyDictionary<(int, int), int>>(new Dictionary<(int, int), int> { [(1, 2)] = 5 })[(1, 2)]);
    }

    [Fact]
    public void Sequence_ThatThrowsWhenItIsComputed_ThrowsThat()
    {
        Assert.Equal("not a number", Assert.Throws<FormatException>(() => Travel.There(Numbers())).Message);
        Assert.Null(Travel.There<IEnumerable<int>?>(null));

        static IEnumerable<int> Numbers()
        {
            yield return 1;
            throw new FormatException("not a number");
        }
    }

    [Fact]
    public void CollectionInterfaces_OfWhatArrives_ArriveEqual()
    {
        Travel.AssertArrivesEqual<ISet<int>>(new HashSet<int> { 1, 2 });
        Travel.AssertArrivesEqual<IReadOnlySet<int>>(new HashSet<int> { 1, 2 });
        Travel.AssertArrivesEqual<IDictionary<int, int>>(new Dictionary<int, int> { [1] = 2 });
        Travel.AssertArrivesEqual<IImmutableSet<int>>(ImmutableHashSet.Create(1, 2));
        Travel.AssertArrivesEqual<IImmutableDictionary<int, int>>(ImmutableDictionary<int, int>.Empty.Add(1, 2));
        Travel.AssertArrivesEqual<ICollection<int>>([1, 2]);
        Travel.AssertArrivesEqual<ICollection<int>>(new LinkedList<int>([1, 2]));
        Travel.AssertArrivesEqual<IList<int>>(new int[] { 1, 2 });
        Travel.AssertArrivesEqual<IReadOnlyCollection<int>>(new SortedSet<int> { 1, 2 });
    }

    private sealed record Key(int Number, string Text);
}
