using BenchmarkDotNet.Attributes;

namespace PProcess.Benchmarks;

/// <summary>Naming a function and writing its arguments: what each task costs before it is sent.</summary>
[MemoryDiagnoser]
public class Invocations
{
    private readonly int _captured = 7;
    private readonly FunctionReference _number = FunctionReference.Of((int x) => x);
    private readonly FunctionReference _text = FunctionReference.Of((string text) => text);
    private readonly FunctionReference _pair = FunctionReference.Of(((int Number, string Text) pair) => pair);
    private readonly FunctionReference _reading = FunctionReference.Of((Reading reading) => reading);

    [Benchmark(Baseline = true)]
    public Invocation Number() => Invocation.Create(_number, 42);

    [Benchmark]
    public Invocation Text() => Invocation.Create(_text, "a text of some length");

    [Benchmark]
    public Invocation Tuple() => Invocation.Create(_pair, (42, "a text of some length"));

    [Benchmark]
    public Invocation Record() => Invocation.Create(_reading, Reading.Example);

    [Benchmark]
    public Invocation StaticLambda() => Invocation.Create(static (int x) => x, 42);

    [Benchmark]
    public Invocation Closure()
    {
        var captured = _captured;
        return Invocation.Create((int x) => x + captured, 42);
    }
}
