using BenchmarkDotNet.Attributes;
using PProcess.Reactive;

namespace PProcess.Benchmarks;

/// <summary>One small task at a time in a warm process.</summary>
[MemoryDiagnoser]
public class RoundTrips
{
    private readonly FunctionReference _square = FunctionReference.Of((int x) => (long)x * x);
    private Worker _worker = null!;
    private ProcessChannel _channel = null!;
    private ProcessQueue<long> _queue = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _worker = Worker.Start(Launcher.LocalProcess);
        _channel = ProcessChannel.Start(SquareAll);
        _queue = new ProcessQueue<long>(new ExchangeOptions { Limit = 1, Reuse = true });
        await _worker.Ready;
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _worker.DisposeAsync();
        await _channel.DisposeAsync();
        await _queue.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<long> Post() => AwaitedTask<long>.Post(_worker, Invocation.Create(_square, 7));

    [Benchmark]
    public async Task<long> Channel()
    {
        await _channel.SendAsync(7);
        return await _channel.ReceiveAsync<long>();
    }

    [Benchmark]
    public async Task<long> Queue()
    {
        _queue.Start(static x => (long)x * x, 7);
        long result = 0;
        await foreach (var square in _queue)
        {
            result = square;
        }

        return result;
    }

    private static async Task SquareAll(ProcessChannel channel)
    {
        await foreach (var x in channel.ReadAllAsync<int>())
        {
            await channel.SendAsync((long)x * x);
        }
    }
}
