namespace PProcess.Core.Tests.Serialization;

/// <summary>Objects that refer to one another.</summary>
public sealed class ObjectGraphTests
{
    [Fact]
    public void Cycle_OfOneObject_ArrivesAsOne()
    {
        var node = new Node("self");
        node.Next = node;
        var arrived = Travel.There(node);
        Assert.Same(arrived, arrived.Next);
        Assert.Equal("self", arrived.Name);
    }

    [Fact]
    public void Cycle_ThroughACollection_ArrivesAsOne()
    {
        var parent = new Node("parent");
        parent.Children.Add(new Node("child") { Next = parent });
        var arrived = Travel.There(parent);
        Assert.Same(arrived, arrived.Children[0].Next);
    }

    [Fact]
    public void Cycle_ThroughAnotherType_ArrivesAsOne()
    {
        var owner = new Owner();
        owner.Owned = new Owned { Owner = owner };
        var arrived = Travel.There(owner);
        Assert.Same(arrived, arrived.Owned!.Owner);
    }

    [Fact]
    public void SharedNode_ReachedTwice_ArrivesAsOneObject()
    {
        var shared = new Node("shared");
        var arrived = Travel.There(new Node("root") { Children = { shared, shared } });
        Assert.Same(arrived.Children[0], arrived.Children[1]);
    }

    [Fact]
    public void EqualNodes_ThatAreNotTheSame_ArriveApart()
    {
        var arrived = Travel.There(new[] { new Node("a"), new Node("a") });
        Assert.NotSame(arrived[0], arrived[1]);
    }

    [Fact]
    public void Chain_OfSomeHundreds_ArrivesWhole()
    {
        Assert.Equal(900, Length(Travel.There(Chain(900))));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public void Nesting_InSeveralCollectionsPerObject_ArrivesOrIsRefusedAtTheWrite(int depth)
    {
        var nested = new Nested();
        for (var i = 1; i < depth; i++)
        {
            nested = new Nested { Inside = [[nested]] };
        }

        ReadOnlyMemory<byte> bytes;
        try
        {
            bytes = Travel.Write(nested);
        }
        catch (CannotTravelException)
        {
            return;
        }

        Travel.Read<Nested>(bytes);
    }

    private static Node Chain(int length)
    {
        var first = new Node("1");
        for (var i = 2; i <= length; i++)
        {
            first = new Node($"{i}") { Next = first };
        }

        return first;
    }

    private static int Length(Node? node)
    {
        var length = 0;
        for (; node is not null; node = node.Next)
        {
            length++;
        }

        return length;
    }

    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public Node? Next { get; set; }

        public List<Node> Children { get; } = [];
    }

    private sealed class Nested
    {
        public List<List<Nested>> Inside { get; init; } = [];
    }

    private sealed class Owner
    {
        public Owned? Owned { get; set; }
    }

    private sealed class Owned
    {
        public Owner? Owner { get; set; }
    }
}
