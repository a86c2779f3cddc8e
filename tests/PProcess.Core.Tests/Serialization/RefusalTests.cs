using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Serialization;

/// <summary>Values that cannot travel: the refusal names the member and the type of what it holds.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Streams_AreRefused()
    {
        using var stream = new MemoryStream();
        AssertMemberRefused(stream);
        AssertMemberRefused<Stream>(stream);
        AssertMemberRefused(TextReader.Null, TextReader.Null.GetType());
    }

    [Fact]
    public void Locks_AreRefused()
    {
        AssertMemberRefused(new Lock());
        using var semaphore = new SemaphoreSlim(1);
        AssertMemberRefused(semaphore);
        AssertMemberRefused(new object());
    }

    [Fact]
    public void Refusal_OfAPlainObject_SaysThatALockHoldsWithinOneProcess() =>
        Assert.Contains("lock", Travel.AssertRefused(new object(), "", typeof(object)).Message, StringComparison.Ordinal);

    [Fact]
    public void Tasks_AreRefused()
    {
        AssertMemberRefused(Task.CompletedTask, Task.CompletedTask.GetType());
        AssertMemberRefused(Task.FromResult(5));
        AssertMemberRefused(new TaskCompletionSource());
        AssertMemberRefused(new CancellationToken(canceled: true));
        AssertMemberRefused(new ValueTask<int>(5));
    }

    [Fact]
    public void ThingsOfThisProcess_AreRefused()
    {
        AssertMemberRefused((nint)5);
        AssertMemberRefused((nuint)5);
        Travel.AssertRefused((nint)5, "", typeof(nint));
        Travel.AssertRefused((nuint)5, "", typeof(nuint));
        Travel.AssertRefused<nint[]>([5], "", typeof(nint));
        AssertMemberRefused<nuint[]>([5], typeof(nuint));
        AssertMemberRefused(Thread.CurrentThread);
        AssertMemberRefused(new WeakReference<string>("text"));
        AssertMemberRefused(typeof(int), typeof(int).GetType());
        AssertMemberRefused(new Finalized());
    }

    [Fact]
    public unsafe void Pointers_AreRefused()
    {
        Travel.AssertArrivesEqual(default(Pointing));
        Travel.AssertArrivesEqual(default(Calling));
        var number = 5;
        var pointing = new Pointing { Pointer = &number };
        Travel.AssertRefused(pointing, "Pointer", typeof(int*));
        Travel.AssertRefused(new Held<Pointing>(pointing), "Value.Pointer", typeof(int*));
        Travel.AssertRefused(new Calling { Function = &Number }, "Function", typeof(Calling).GetField("Function")!.FieldType);
        Travel.AssertRefused(new PointingMany { Pointers = new int*[1] }, "Pointers", typeof(int*[]));
    }

    [Fact]
    public void InlineArrays_AreRefused()
    {
        var four = new Four();
        four[0] = 1;
        AssertMemberRefused(four);
        Travel.AssertRefused(four, "", typeof(Four));
        Travel.AssertRefused(new List<Four> { four }, "", typeof(Four));
        Travel.AssertRefused(new Framed { Four = four }, "Four", typeof(Four));
    }

    [Fact]
    public void Refusal_OfAFrameworksObject_ClaimsNothingThatIsNotKnown()
    {
        var reason = Travel.AssertRefused(new Random(5), "", typeof(Random)).Message;
        Assert.Contains("no known form", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("handle", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void UndeclaredTypes_AreRefused()
    {
        AssertMemberRefused<object>(5, typeof(int));
        AssertMemberRefused<object>("text", typeof(string));
        AssertMemberRefused<IShape>(new Circle());
        AssertMemberRefused<Shape>(new Circle());
        AssertMemberRefused<IComparable>(5, typeof(int));
    }

    [Fact]
    public void DerivedValue_PassedAsItsBase_IsRefused()
    {
        AssertMemberRefused<Animal>(new Dog());
        AssertMemberRefused<List<int>>(new SpecialList());
        Travel.AssertRefused<Animal>(new Dog(), "", typeof(Dog));
        Travel.AssertRefused(new List<Animal> { new(), new Dog() }, "", typeof(Dog));
        Travel.AssertRefused<Animal[]>(new Dog[] { new() }, "", typeof(Dog));
    }

    [Fact]
    public void CollectionClasses_WithTheirOwnComparer_AreRefused()
    {
        AssertMemberRefused(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        AssertMemberRefused(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        AssertMemberRefused(new SortedDictionary<int, int>(Comparer<int>.Create((a, b) => b - a)));
        AssertMemberRefused(new SortedSet<int>(Comparer<int>.Create((a, b) => b - a)));
    }

    [Fact]
    public void CollectionInterfaces_OverACollectionWithItsOwnComparer_AreRefused()
    {
        AssertMemberRefused<IDictionary<string, int>>(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        AssertMemberRefused<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        AssertMemberRefused<ISet<string>>(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void CollectionInterfaces_OverWhatWouldArriveAsLess_AreRefused()
    {
        AssertMemberRefused<ISet<int>>(new SortedSet<int>());
        AssertMemberRefused<IReadOnlySet<int>>(new SortedSet<int>());
        AssertMemberRefused<ISet<int>>(ImmutableHashSet.Create(1));
        AssertMemberRefused<ICollection<int>>(new HashSet<int>());
        AssertMemberRefused<ICollection<int>>(new SortedSet<int>());
        AssertMemberRefused<IList<int>>(ImmutableSortedSet.Create(1));
        AssertMemberRefused<ICollection<KeyValuePair<int, int>>>(new Dictionary<int, int>());
        AssertMemberRefused<IDictionary<int, int>>(new SortedDictionary<int, int>());
        AssertMemberRefused<IDictionary<int, int>>(new SortedList<int, int>());
        AssertMemberRefused<IDictionary<int, int>>(new ConcurrentDictionary<int, int>());
        AssertMemberRefused<IReadOnlyDictionary<int, int>>(new SortedDictionary<int, int>());
        AssertMemberRefused<IReadOnlyDictionary<int, int>>(new ReadOnlyDictionary<int, int>(new Dictionary<int, int>()));
        AssertMemberRefused<IReadOnlyDictionary<int, int>>(FrozenDictionary.ToFrozenDictionary<int, int>([new(1, 2)]));
        AssertMemberRefused<IReadOnlySet<int>>(FrozenSet.Create(1));
        AssertMemberRefused<IImmutableSet<int>>(ImmutableSortedSet.Create(1));
        AssertMemberRefused<IImmutableDictionary<int, int>>(ImmutableSortedDictionary<int, int>.Empty);
    }

    [Fact]
    public void ImmutableCollections_WithTheirOwnComparer_AreRefused()
    {
        AssertMemberRefused(ImmutableDictionary.Create<string, int>(StringComparer.OrdinalIgnoreCase));
        AssertMemberRefused(ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase));
        AssertMemberRefused(ImmutableSortedSet.Create<int>(comparer: Comparer<int>.Create((a, b) => b - a)));
    }

    [Fact]
    public void Delegates_OutsideOfACall_AreRefused() => AssertMemberRefused(() => 5);

    [Fact]
    public void Refusal_DeepInside_NamesTheWholePath() =>
        Travel.AssertRefused(new Held<Held<List<Held<object>>>>(new([new("text")])), "Value.Value.Value", typeof(string));

    [Fact]
    public void Refusal_AfterAnotherValue_LeavesTheWriterUsable()
    {
        Travel.AssertRefused<object>("text", "", typeof(string));
        Travel.AssertArrivesEqual(new Held<int>(5));
    }

    private static void AssertMemberRefused<T>(T value) => AssertMemberRefused(value, value!.GetType());

    private static void AssertMemberRefused<T>(T value, Type type) =>
        Travel.AssertRefused(new Held<T>(value), nameof(Held<>.Value), type);

    private static int Number() => 5;

    private interface IShape;

    private abstract class Shape : IShape;

    private sealed class Circle : Shape;

    private class Animal
    {
        public int Legs { get; } = 4;
    }

    private sealed class Dog : Animal;

    private sealed class SpecialList : List<int>;

    private sealed class Finalized
    {
        ~Finalized() => GC.KeepAlive(this);
    }

    private unsafe struct Pointing
    {
        public int* Pointer;
    }

    private unsafe struct Calling
    {
        public delegate*<int> Function;
    }

    private unsafe struct PointingMany
    {
        public int*[] Pointers;
    }

    [InlineArray(4)]
    private struct Four
    {
        private int _first;
    }

    private struct Framed
    {
        public Four Four;
    }

    private sealed record Held<T>(T Value);
}
