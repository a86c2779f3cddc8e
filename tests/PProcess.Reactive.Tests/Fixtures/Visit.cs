using System.Net.Sockets;

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>A function that waits at a <see cref="Gate"/>.</summary>
internal sealed class Visit : IDisposable
{
    private readonly Socket _socket;
    private readonly Action _leave;
    private int _hasLeft;

    public Visit(Socket socket, int processId, Action leave)
    {
        _socket = socket;
        _leave = leave;
        ProcessId = processId;
        Left = WatchAsync();
    }

    /// <summary>Where the function runs.</summary>
    public int ProcessId { get; }

    /// <summary>Ends when the function has gone on, or is no more.</summary>
    public Task Left { get; }

    /// <summary>Lets it go on.</summary>
    public void Open()
    {
        Leave();
        try
        {
            _socket.Send([1]);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has not waited.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task WatchAsync()
    {
        try
        {
            await _socket.ReceiveAsync(new byte[1]);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut off rather than closed.
        }

        Leave();
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0)
        {
            _leave();
        }
    }
}
