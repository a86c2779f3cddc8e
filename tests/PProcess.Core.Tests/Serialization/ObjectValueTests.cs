namespace PProcess.Core.Tests.Serialization;

/// <summary>Values of the program's own types.</summary>
public sealed class ObjectValueTests
{
    private enum Colour : byte
    {
        Red = 1,
        Green = 200,
    }

    internal enum Size
    {
        Small,
        Large,
    }

    [Fact]
    public void Record_WithOptionalParts_ArrivesEqual()
    {
        Travel.AssertArrivesEqual(new Person("Ada", 36, null));
        Travel.AssertArrivesEqual(new Person("Ada", 36, new Person("\uD800", -1, null)));
        Travel.AssertArrivesEqual<Person?>(null);
    }

    [Fact]
    public void RecordStruct_Nullable_ArrivesEqual()
    {
        Travel.AssertArrivesEqual(new Point(1.5, -2));
        Travel.AssertArrivesEqual<Point?>(new Point(1.5, -2));
        Travel.AssertArrivesEqual<Point?>(null);
    }

    [Fact]
    public void DerivedRecord_AsItsOwnType_ArrivesEqual() => Travel.AssertArrivesEqual(new Employee("Ada", 36, null, 7));

    [Fact]
    public void Class_WithPrivateFieldsInItsBase_KeepsThemAll()
    {
        var arrived = Travel.There(new Savings(100, "blue"));
        Assert.Equal((100, "blue", "base"), (arrived.Amount, arrived.Colour, arrived.Secret));
    }

    [Fact]
    public void Class_WithoutAUsableConstructor_ArrivesWithoutOneRunning()
    {
        var arrived = Travel.There(Counted.Create(5));
        Assert.Equal(5, arrived.Value);
        Assert.Equal(1, Counted.ConstructorRuns);
    }

    [Fact]
    public void Class_WithNonSerializedField_ArrivesWithItsDefault()
    {
        var arrived = Travel.There(new Cached(3));
        Assert.Equal(3, arrived.Value);
        Assert.Null(arrived.Cache);
    }

    [Fact]
    public void PrivateEnum_AsAMember_ArrivesEqual() => Travel.AssertArrivesEqual(new Painted(Colour.Green, [Colour.Red], (Colour)7));

    [Fact]
    public void InternalEnum_AsAMember_ArrivesEqual() => Travel.AssertArrivesEqual(new Pair<Size, Size?>(Size.Large, null));

    [Fact]
    public void AnonymousType_OfAnyValues_ArrivesEqual()
    {
        Travel.AssertArrivesEqual(new { Name = "Ada", Age = 36, Point = new Point(1, 2) });
        Travel.AssertArrivesEqual(new[] { new { X = 1 }, new { X = 2 } });
    }

    [Fact]
    public void Tuples_OfMixedTypes_ArriveEqual()
    {
        Travel.AssertArrivesEqual((1, "two", 3.0));
        Travel.AssertArrivesEqual((1, 2, 3, 4, 5, 6, 7, 8, "nine"));
        Travel.AssertArrivesEqual(Tuple.Create(1, (string?)null));
        Travel.AssertArrivesEqual((new Person("Ada", 36, null), new Point(1, 2)));
    }

    [Fact]
    public void GenericClass_OfPrivateTypes_ArrivesEqual() => Travel.AssertArrivesEqual(new Pair<Point, Person>(new(1, 2), new("Ada", 1, null)));

    [Fact]
    public void Structs_InsideStructs_ArriveEqual() => Travel.AssertArrivesEqual(new Segment(new(1, 2), new(3, 4)));

    [Fact]
    public void ObjectWithoutFields_ArrivesAsOne() => Assert.NotNull(Travel.There(new Empty()));

    [Fact]
    public void Members_ThatAreInterfacesOrObjects_ArriveAsNull() => Travel.AssertArrivesEqual(new Loose(null, null, null));

    private sealed record Loose(object? Anything, IDisposable? Resource, Stream? Stream);

    private sealed record Painted(Colour First, Colour[] More, Colour? Unnamed)
    {
        public bool Equals(Painted? other) => other is not null && First == other.First && More.SequenceEqual(other.More) && Unnamed == other.Unnamed;

        public override int GetHashCode() => (int)First;
    }

    private record Person(string Name, int Age, Person? Friend);

    private sealed record Employee(string Name, int Age, Person? Friend, int Number) : Person(Name, Age, Friend);

    private readonly record struct Point(double X, double Y);

    private readonly record struct Segment(Point From, Point To);

    private sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    private sealed class Empty;

    private class Account(int amount)
    {
        private readonly string _secret = "unset";

        protected Account(int amount, string secret)
            : this(amount) => _secret = secret;

        public int Amount { get; } = amount;

        public string Secret => _secret;
    }

    private sealed class Savings(int amount, string colour) : Account(amount, "base")
    {
        public string Colour { get; } = colour;
    }

    private sealed class Counted
    {
        private Counted(int value)
        {
            ConstructorRuns++;
            Value = value;
        }

        public static int ConstructorRuns { get; private set; }

        public int Value { get; }

        public static Counted Create(int value) => new(value);
    }

    private sealed class Cached(int value)
    {
        [field: NonSerialized]
        public object? Cache { get; } = new();

        public int Value { get; } = value;
    }
}
