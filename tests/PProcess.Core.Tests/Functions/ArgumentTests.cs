namespace PProcess.Core.Tests.Functions;

/// <summary>Arguments against the parameters of the function they are for.</summary>
public sealed class ArgumentTests
{
    private delegate int OwnFunction(string text);

    [Fact]
    public void Create_ArgumentOfAnotherType_NamesParameterAndTypes()
    {
        AssertRefused(() => Invocation.Create((int number) => number, "a"), "number", typeof(int), typeof(string));
        AssertRefused(() => Invocation.Create((long number) => number, 5), "number", typeof(long), typeof(int));
        AssertRefused(() => Invocation.Create(Sum, 1, 2.5), "second", typeof(int), typeof(double));
        AssertRefused(() => Invocation.Create(FunctionReference.Of(Sum), 1, "b"), "second", typeof(int), typeof(string));
        AssertRefused(() => Invocation.Create(InChannel, "b"), "number", typeof(int), typeof(string));
        AssertRefused(() => Invocation.Create("text".Longer, "b"), "number", typeof(int), typeof(string));
        AssertRefused(() => Invocation.Create((int number) => number, CancellationToken.None), "number", typeof(int), typeof(CancellationToken));
        AssertRefused(() => Invocation.Create((CancellationToken token) => token.CanBeCanceled, 5), "token", typeof(CancellationToken), typeof(int));
        AssertRefused(() => Invocation.Create((IProgress<int> reports) => reports.Report(1), new Progress<string>()), "reports", typeof(IProgress<int>), typeof(Progress<string>));
        AssertRefused(() => Invocation.Create((int number) => number, (object)5), "number", typeof(int), typeof(object));
    }

    [Fact]
    public void Create_ArgumentOfAnotherType_SaysWhichOfTheCallsItIs()
    {
        var error = Assert.Throws<ArgumentException>(() => Invocation.Create(Sum, 1, "b"));
        Assert.Equal("argument2", error.ParamName);
        Assert.Contains(nameof(Sum), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0;")]
    [InlineData(1, "1;")]
    [InlineData(3, "more;")]
    [InlineData(4, "more;")]
    public void Create_AnotherNumberOfArguments_SaysHowManyThereAre(int count, string said)
    {
        var error = Assert.Throws<ArgumentException>(() => count switch
        {
            0 => Invocation.Create(Sum),
            1 => Invocation.Create(Sum, 1),
            3 => Invocation.Create(Sum, 1, 2, 3),
            _ => Invocation.Create(Sum, 1, 2, 3, 4),
        });
        Assert.Contains("2 (first, second)", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ReferenceWithTooFewArguments_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Invocation.Create(FunctionReference.Of(Sum), 1));

    [Fact]
    public void Create_TokenAndProgressLeftOutAtTheEnd_AreTheWorkersOwn()
    {
        Invocation.Create((int number, CancellationToken token, IProgress<int> reports) => number, 5);
        Invocation.Create((CancellationToken token) => token.CanBeCanceled);
        Assert.Throws<ArgumentException>(() => Invocation.Create((CancellationToken token, int number) => number));
        Assert.Throws<ArgumentException>(() => Invocation.Create((CancellationToken token, int number) => number, 5));
    }

    [Fact]
    public void Create_ArgumentForAFunctionWithout_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Invocation.Create(() => 5, 5));

    [Fact]
    public void Create_DerivedArgument_IsRefusedAsItsOwnValueWouldBe()
    {
        var refusal = Assert.Throws<CannotTravelException>(() => Invocation.Create((Animal animal) => animal.Legs, new Dog()));
        Assert.Equal(("animal", typeof(Dog)), (refusal.Name, refusal.Type));
    }

    [Fact]
    public void Create_ArgumentThatFitsAsAnInterfaceOrNullable_IsWrittenAsTheParameter()
    {
        AssertSame(Invocation.Create((IEnumerable<int> numbers) => numbers.Sum(), (IEnumerable<int>)[1, 2]), Invocation.Create((IEnumerable<int> numbers) => numbers.Sum(), new List<int> { 1, 2 }));
        AssertSame(Invocation.Create((int? number) => number, (int?)5), Invocation.Create((int? number) => number, 5));
        AssertSame(Invocation.Create((int[]? numbers) => numbers, (int[]?)null), Invocation.Create((int[]? numbers) => numbers, null as int[]));
        Assert.NotNull(Invocation.Create((IProgress<int> reports) => reports.Report(1), new Progress<int>()).Progress);

        static void AssertSame(Invocation expected, Invocation actual) => Assert.Equal(expected.Arguments.ToArray(), actual.Arguments.ToArray());
    }

    [Fact]
    public void Create_FunctionTakenAsAnotherDelegateType_TakesThatOnesParameters()
    {
        Func<object, string?> general = value => value.ToString();
        Func<string, string?> special = general;
        Assert.Throws<CannotTravelException>(() => Invocation.Create(special, "text")); // It still is a function of any object.
        Func<string, string?> converted = Describe;
        Assert.Throws<ArgumentException>(() => Invocation.Create(converted, (object)"text"));
        Invocation.Create(converted, "text");
        OwnFunction own = text => text.Length;
        AssertRefused(() => Invocation.Create(own, 5), "text", typeof(string), typeof(int));

        static string? Describe(object value) => value.ToString();
    }

    private static void AssertRefused(Action create, string parameter, Type type, Type given)
    {
        var message = Assert.Throws<ArgumentException>(create).Message;
        Assert.Contains($"'{parameter}'", message, StringComparison.Ordinal);
        Assert.Contains($"{type}", message, StringComparison.Ordinal);
        Assert.Contains($"{given}", message, StringComparison.Ordinal);
    }

    private static int Sum(int first, int second) => first + second;

    private static int InChannel(ProcessChannel channel, int number) => channel.ProcessId + number;

    private class Animal
    {
        public int Legs { get; } = 4;
    }

    private sealed class Dog : Animal;
}
