using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Values arrive equal, as inputs, as captured variables and as results, or are refused.</summary>
public abstract class ValueContract : LauncherContract
{
    [ProcessFact]
    public async Task PMap_Tuples_ArriveEqual() => await TravelsAsync((1, "a", (2.5, 'c')), (-1, "", (double.NaN, 'ü')));

    [ProcessFact]
    public async Task PMap_Records_ArriveEqual() => await TravelsAsync(new Person("Ada", 36, null), new Person("Bob", -1, new Person("Eve", 0, null)));

    [ProcessFact]
    public async Task PMap_Null_ArrivesAsNull() => await TravelsAsync<string?>("a", null, "");

    [ProcessFact]
    public async Task PMap_NullableValues_ArriveEqual() => await TravelsAsync<int?>(1, null, int.MinValue);

    [ProcessFact]
    public async Task PMap_PrivateClass_ArrivesWithItsFields()
    {
        var results = await new[] { new Node(7) { Next = new Node(8) } }.PMap(node => node, With()).ListAsync();

        Assert.Equal((7, 8), (results[0].Value, results[0].Next!.Value));
        Assert.Null(results[0].Next!.Next);
    }

    [ProcessFact]
    public async Task PMap_Collections_ArriveEqual()
    {
        var results = await new[] { new Dictionary<string, List<int>> { ["a"] = [1, 2], ["b"] = [] } }.PMap(x => x, With()).ListAsync();

        Assert.Equal([1, 2], results[0]["a"]);
        Assert.Empty(results[0]["b"]);
        Assert.Equal(2, results[0].Count);
    }

    [ProcessFact]
    public async Task PMap_LargeBytes_ArriveEqual()
    {
        var bytes = new byte[64 << 20];
        new Random(1).NextBytes(bytes);

        var results = await new[] { bytes }.PMap(x => x, With()).ListAsync();

        Assert.True(bytes.AsSpan().SequenceEqual(results[0]));
        Assert.NotSame(bytes, results[0]);
    }

    [ProcessFact]
    public async Task PMap_LargeArraysThatWait_ArriveEqual()
    {
        var inputs = Enumerable.Range(0, 12).Select(i => Enumerable.Repeat(i, 100_000 + i).ToArray()).ToList();

        Assert.Equal(inputs, await inputs.PMap(x => x, With(limit: 2)).ListAsync());
    }

    [ProcessFact]
    public async Task PMap_SourceUsesOneArrayForAllInputs_EachArrivesAsItWasPulled()
    {
        var results = await Filled().PMap(x => (x[0], x[^1]), With(limit: 2)).ListAsync();

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (i, i)), results);

        static IEnumerable<int[]> Filled()
        {
            var array = new int[100_000];
            for (var i = 0; i < 12; i++)
            {
                Array.Fill(array, i);
                yield return array;
            }
        }
    }

    [ProcessFact]
    public async Task PMap_DerivedTypePassedAsItsBase_IsRefused()
    {
        Animal[] inputs = [new Animal("a"), new Dog("b", 4)];
        List<Animal> results = [];

        var error = await Assert.ThrowsAsync<CannotTravelException>(() => inputs.PMap(animal => animal, With()).ListIntoAsync(results));

        Assert.Equal(typeof(Dog), error.Type);
        Assert.Equal([new Animal("a")], results);
    }

    [ProcessFact]
    public async Task PMapOutcomes_OneInputCannotTravel_OnlyItsOwnOutcomeIsAnError()
    {
        Animal[] inputs = [new Animal("a"), new Dog("b", 4), new Animal("c")];

        var outcomes = await inputs.PMapOutcomes(animal => animal.Name, With()).ListAsync();

        Assert.Equal(["a", null, "c"], outcomes.Select(outcome => outcome.Value));
        Assert.IsType<CannotTravelException>(outcomes[1].Error);
    }

    [ProcessFact]
    public async Task PMap_ResultIsOfADerivedType_TheTaskFails()
    {
        var error = await Assert.ThrowsAsync<CannotTravelException>(() => new[] { 1 }.PMap(x => (Animal)new Dog("b", x), With()).ListAsync());

        Assert.Contains(nameof(Dog), error.Message, StringComparison.Ordinal);
    }

    private async Task TravelsAsync<T>(params T[] values)
    {
        var captured = values[0];

        Assert.Equal(values, await values.PMap(value => value, With()).ListAsync());
        Assert.Equal(values[0], await new[] { 0 }.PMap(_ => captured, With()).SingleAsync(TestDeadline.Token));
    }

    private sealed record Person(string Name, int Age, Person? Parent);

    private record Animal(string Name);

    private sealed record Dog(string Name, int Legs) : Animal(Name);

    private sealed class Node(int value)
    {
        private readonly int _value = value;

        public Node? Next { get; init; }

        public int Value => _value;
    }
}
