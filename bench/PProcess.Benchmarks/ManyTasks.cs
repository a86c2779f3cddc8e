using BenchmarkDotNet.Attributes;
using PProcess.Reactive;

namespace PProcess.Benchmarks;

/// <summary>Ten thousand of the smallest tasks through two workers that are there already.</summary>
[MemoryDiagnoser]
public class ManyTasks
{
    private const int Count = 10_000;
    private const int Workers = 2;

    private ProcessQueue<long> _queue = null!;

    [GlobalSetup]
    public void Setup() => _queue = new ProcessQueue<long>(new ExchangeOptions { Limit = Workers, Reuse = true });

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _queue.DisposeAsync();
        await SharedWorkers.EndIdleAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public async Task<long> PMap()
    {
        long sum = 0;
        await foreach (var square in Enumerable.Range(0, Count).PMap(x => (long)x * x, limit: Workers))
        {
            sum += square;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<long> Queue()
    {
        for (var i = 0; i < Count; i++)
        {
            _queue.Start(static x => (long)x * x, i);
        }

        long sum = 0;
        await foreach (var square in _queue)
        {
            sum += square;
        }

        return sum;
    }
}
