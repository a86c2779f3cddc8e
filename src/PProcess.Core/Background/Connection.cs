using System.Net.Sockets;
using PProcess.Framing;

namespace PProcess.Background;

/// <summary>One socket, seen from either end: frames out, frames in.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private static readonly TimeSpan StallTime = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly FrameReader _reader = new();

    public Connection(Socket socket)
    {
        _socket = socket;
        Frames = new FrameWriter(SendAsync);
    }

    public FrameWriter Frames { get; }

    /// <summary>Fills the buffer from what the peer sends, ahead of any frame.</summary>
    /// <returns>Whether it could be filled.</returns>
    public async ValueTask<bool> ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var count = await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            buffer = buffer[count..];
        }

        return true;
    }

    /// <summary>Waits for the next frame, whose body is valid until the next call; null where the peer is gone.</summary>
    /// <exception cref="ProtocolException">The peer sent what cannot be a frame.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_reader.TryRead(out var frame))
            {
                return frame;
            }

            var count = await ReceiveAsync(_reader.GetMemory(), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            _reader.Advance(count);
        }
    }

    /// <summary>Says that this end sends no more.</summary>
    public void EndOutput()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer was first.
        }
    }

    /// <summary>Cuts the connection: both ends read no more.</summary>
    public void Cut()
    {
        Frames.Fail();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer was first.
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    // A peer that takes nothing for so long must not hold a result that others wait for.
    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var stalled = new CancellationTokenSource(StallTime);
        try
        {
            while (!bytes.IsEmpty)
            {
                var count = Math.Min(bytes.Length, Frame.MaxBody);
                bytes = bytes[await _socket.SendAsync(bytes[..count], SocketFlags.None, stalled.Token).ConfigureAwait(false)..];
                stalled.CancelAfter(StallTime);
            }
        }
        catch (Exception)
        {
            Cut();
            throw;
        }
    }
}
