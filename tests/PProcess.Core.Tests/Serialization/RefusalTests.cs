using System.Collections.Immutable;

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
        AssertMemberRefused(Thread.CurrentThread);
        AssertMemberRefused(new WeakReference<string>("text"));
        AssertMemberRefused(typeof(int), typeof(int).GetType());
        AssertMemberRefused(new Finalized());
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

    private sealed record Held<T>(T Value);
}
