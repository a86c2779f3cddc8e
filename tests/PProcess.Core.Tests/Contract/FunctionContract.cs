namespace PProcess.Core.Tests.Contract;

/// <summary>Every form of function that C# has.</summary>
public abstract class FunctionContract(Launcher launcher) : ChannelContract(launcher)
{
    private delegate int Handler(int value);

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_StaticMethod_ReturnsItsResult() =>
        Assert.Equal(10, await RunAsync<int>(Invocation.Create(TestFunctions.Double, 5)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_InstanceMethod_KnowsItsObject() =>
        Assert.Equal(12, await RunAsync<int>(Invocation.Create(new Adder(5).Add, 7)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_StructsMethod_KnowsItsValue() =>
        Assert.Equal(12, await RunAsync<int>(Invocation.Create(new StructAdder(5).Add, 7)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_OverridingMethod_CallsTheOverride()
    {
        Speaker speaker = new LoudSpeaker("hello");
        Assert.Equal("HELLO", await RunAsync<string>(Invocation.Create(speaker.Speak)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_ExtensionMethodOnAValue_KnowsTheValue() =>
        Assert.Equal("olleh", await RunAsync<string>(Invocation.Create("hello".Backwards)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_LambdaWithoutCaptures_ReturnsItsResult() =>
        Assert.Equal(25, await RunAsync<int>(Invocation.Create((int x) => x * x, 5)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_LambdaWithCapturedLocals_TakesThemAsTheyAreAtTheCall()
    {
        var factor = 3;
        var words = new List<string> { "a" };
        var invocation = Invocation.Create((int x) => $"{x * factor} {string.Join(' ', words)}", 5);
        factor = 100;
        words.Add("b");
        Assert.Equal("15 a", await RunAsync<string>(invocation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_LambdaInNestedScopes_KnowsTheVariablesOfEach()
    {
        var outer = 1;
        List<Func<int>> functions = [];
        for (var i = 0; i < 3; i++)
        {
            var inner = 10 * i;
            functions.Add(() => (100 * outer) + inner);
        }

        Assert.Equal(120, await RunAsync<int>(Invocation.Create(functions[2])));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_CapturedDelegate_IsCalledThere()
    {
        var offset = 7;
        Func<int, int> inner = x => x + offset;
        Assert.Equal(24, await RunAsync<int>(Invocation.Create((int x) => 2 * inner(x), 5)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_DelegateAsArgument_IsCalledThere()
    {
        var offset = 7;
        Func<int, int> argument = x => x + offset;
        Assert.Equal(12, await RunAsync<int>(Invocation.Create((Func<int, int> function, int x) => function(x), argument, 5)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_CapturedDelegateOfTheProgramsOwnType_IsCalledThere()
    {
        Handler handler = TestFunctions.Double;
        Assert.Equal(10, await RunAsync<int>(Invocation.Create(() => handler(5))));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_SelfRecursiveLambda_CallsItself()
    {
        Func<int, int> factorial = null!;
        factorial = n => n < 2 ? 1 : n * factorial(n - 1);
        Assert.Equal(720, await RunAsync<int>(Invocation.Create(factorial, 6)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_LocalFunctions_WithAndWithoutCapturesReturnTheirResults()
    {
        var factor = 3;
        Assert.Equal(15, await RunAsync<int>(Invocation.Create(Multiply, 5)));
        Assert.Equal(6, await RunAsync<int>(Invocation.Create(Increment, 5)));

        int Multiply(int x) => x * factor;
        static int Increment(int x) => x + 1;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_GenericMethod_KnowsItsTypeArguments()
    {
        Assert.Equal("Int32 5", await RunAsync<string>(Invocation.Create(TestFunctions.NameOf<int>, 5)));
        Assert.Equal("String text", await RunAsync<string>(Invocation.Create(TestFunctions.NameOf<string>, "text")));
        Assert.Equal("Adder", await RunAsync<string>(NameInLambda<Adder>()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_MethodsOfAGenericClass_KnowItsTypeArguments()
    {
        Assert.Equal("String Int32", await RunAsync<string>(Invocation.Create(Box<string>.Names<int>)));
        Assert.Equal("held: text", await RunAsync<string>(Invocation.Create(new Box<string>("text").Describe)));
        Assert.Equal("lambda: text", await RunAsync<string>(Invocation.Create(new Box<string>("text").Describer())));
    }

    private static Invocation NameInLambda<T>() => Invocation.Create(() => typeof(T).Name);

    private sealed class Adder(int value)
    {
        public int Add(int other) => value + other;
    }

    private readonly struct StructAdder(int value)
    {
        public int Add(int other) => value + other;
    }

    private class Speaker(string text)
    {
        protected string Text { get; } = text;

        public virtual string Speak() => Text;
    }

    private sealed class LoudSpeaker(string text) : Speaker(text)
    {
        public override string Speak() => Text.ToUpperInvariant();
    }

    private sealed class Box<T>(T value)
    {
        public static string Names<TOther>() => $"{typeof(T).Name} {typeof(TOther).Name}";

        public string Describe() => $"held: {value}";

        public Func<string> Describer() => () => $"lambda: {value}";
    }
}
