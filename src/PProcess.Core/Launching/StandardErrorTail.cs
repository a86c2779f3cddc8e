using System.Text;

namespace PProcess.Launching;

/// <summary>Drains a worker's standard error into this process's, and remembers its end.</summary>
internal sealed class StandardErrorTail : IAsyncDisposable
{
    private const int Kept = 4096;

    // A grandchild may hold the stream for ever after the worker has gone.
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(200);

    private readonly Stream _stream;
    private readonly Lock _gate = new();
    private readonly byte[] _tail = new byte[Kept]; // Guarded by _gate, a ring.
    private readonly Task _drain;
    private long _count; // Guarded by _gate.

    public StandardErrorTail(Stream stream)
    {
        _stream = stream;
        _drain = DrainAsync();
    }

    public async Task<string> ReadToEndAsync()
    {
        await _drain.WaitAsync(DrainTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            var length = (int)Math.Min(_count, Kept);
            var start = (int)((_count - length) % Kept);
            byte[] bytes = [.. _tail.AsSpan(start, Math.Min(length, Kept - start)), .. _tail.AsSpan(0, Math.Max(0, length - (Kept - start)))];
            return Encoding.UTF8.GetString(bytes).Trim();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _drain.ConfigureAwait(false);
    }

    private async Task DrainAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (await _stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                Keep(buffer.AsSpan(0, count));
                await ForwardedStandardError.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The stream was closed at this end.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var value in bytes)
            {
                _tail[(int)(_count++ % Kept)] = value;
            }
        }
    }
}
