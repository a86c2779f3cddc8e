using BenchmarkDotNet.Attributes;

namespace PProcess.Benchmarks;

/// <summary>
/// Messages to a worker that is a thread of this process: each is put into a frame, and the frames are cut out of the received bytes again,
/// without a pipe of the system between.
/// </summary>
[MemoryDiagnoser]
public class Messages
{
    private const int Count = 1_000;

    private ProcessChannel _channel = null!;
    private byte[] _message = null!;

    /// <summary>Bytes in each message.</summary>
    [Params(8, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _message = new byte[Size];
        _channel = ProcessChannel.Start(Launcher.InProcess, Invocation.Create((Func<ProcessChannel, Task>)CountAsync));
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _channel.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<int> Send()
    {
        for (var i = 0; i < Count; i++)
        {
            await _channel.SendAsync(_message);
        }

        return await _channel.ReceiveAsync<int>();
    }

    /// <summary>Answers each thousand of messages.</summary>
    private static async Task CountAsync(ProcessChannel channel)
    {
        var received = 0;
        await foreach (var _ in channel.ReadAllAsync<byte[]>())
        {
            if (++received % Count == 0)
            {
                await channel.SendAsync(received);
            }
        }
    }
}
