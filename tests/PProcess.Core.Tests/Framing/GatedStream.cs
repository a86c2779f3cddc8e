using System.Threading.Channels;

namespace PProcess.Core.Tests.Framing;

/// <summary>Keeps what is written to it, and can be made to block or to fail.</summary>
internal sealed class GatedStream
{
    private readonly List<byte[]> _writes = [];
    private readonly Channel<bool> _arrived = Channel.CreateUnbounded<bool>();
    private TaskCompletionSource? _gate;

    public Exception? Failure { get; set; }

    public IReadOnlyList<byte[]> Writes
    {
        get
        {
            lock (_writes)
            {
                return [.. _writes];
            }
        }
    }

    public byte[] Written => [.. Writes.SelectMany(bytes => bytes)];

    public void Block() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Unblock()
    {
        var gate = _gate;
        _gate = null;
        gate!.SetResult();
    }

    /// <summary>Waits until what has been written satisfies the condition.</summary>
    public async Task WhenAsync(Func<IReadOnlyList<byte[]>, bool> condition)
    {
        while (!condition(Writes))
        {
            await _arrived.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        lock (_writes)
        {
            _writes.Add(bytes.ToArray());
        }

        _arrived.Writer.TryWrite(true);

        if (_gate is { } gate)
        {
            await gate.Task;
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
