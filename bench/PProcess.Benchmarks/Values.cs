using BenchmarkDotNet.Attributes;

namespace PProcess.Benchmarks;

/// <summary>
/// A value to a worker that is a thread of this process, and back: written and read twice. What a value costs above
/// <see cref="Number"/> is its writing and reading, as all else is the same.
/// </summary>
[MemoryDiagnoser]
public class Values
{
    private readonly string _text = new('x', 1_000);
    private readonly double[] _numbers = [.. Enumerable.Range(0, 1_000).Select(i => i / 3.0)];
    private readonly (int, string, double) _tuple = (42, "a text of some length", 36.6);
    private Worker _worker = null!;

    [GlobalSetup]
    public void Setup() => _worker = Worker.Start(Launcher.InProcess);

    [GlobalCleanup]
    public async Task CleanupAsync() => await _worker.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<int> Number() => EchoAsync(42);

    [Benchmark]
    public Task<string> Text() => EchoAsync(_text);

    [Benchmark]
    public Task<double[]> Numbers() => EchoAsync(_numbers);

    [Benchmark]
    public Task<(int, string, double)> Tuple() => EchoAsync(_tuple);

    [Benchmark]
    public Task<Reading> Record() => EchoAsync(Reading.Example);

    private Task<T> EchoAsync<T>(T value) => AwaitedTask<T>.Post(_worker, Invocation.Create(Functions<T>.Echo, value));

    private static class Functions<T>
    {
        public static readonly FunctionReference Echo = FunctionReference.Of((T value) => value);
    }
}
