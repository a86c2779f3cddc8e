using System.Net.Sockets;
using PProcess.Framing;

namespace PProcess.Background;

/// <summary>A client's connection to a background process, once each knows whom it talks to.</summary>
internal sealed class ClientConnection : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GreetingTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    private readonly Connection _connection;
    private readonly CancellationTokenSource _left = new();
    private Task _reading = Task.CompletedTask;

    private ClientConnection(Address address, Connection connection, int processId)
    {
        Address = address;
        _connection = connection;
        ProcessId = processId;
    }

    public Address Address { get; }

    public int ProcessId { get; }

    public FrameWriter Frames => _connection.Frames;

    /// <summary>Connects, waiting for a process that is just starting.</summary>
    /// <exception cref="AddressUnreachableException">There is no background process that this program can talk to.</exception>
    public static async Task<ClientConnection> OpenAsync(Address address, ClientRole role, CancellationToken cancellationToken)
    {
        var (socket, peer) = await ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var connection = new ClientConnection(address, new Connection(socket), peer.ProcessId);
        try
        {
            await connection.GreetAsync(role, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finds who listens at an address, without a word; null where nobody does.</summary>
    /// <exception cref="AddressUnreachableException">Somebody of another user does, or what is there is no socket.</exception>
    public static async Task<int?> FindListenerAsync(Address address)
    {
        if (await TryConnectAsync(address, CancellationToken.None).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        found.Socket.Dispose();
        return found.Peer.ProcessId;
    }

    /// <summary>Hands on every frame, from a task of its own, until the process or this end closes the connection.</summary>
    /// <param name="handle">Must not block; the next frame is read when it is done.</param>
    /// <param name="ended">Is told why, where the process broke the rules.</param>
    public void Start(Func<Frame, ValueTask> handle, Action<ProtocolException?> ended) => _reading = Task.Run(() => ReadAsync(handle, ended));

    /// <summary>Waits until the process has closed the connection, but not for ever.</summary>
    public async Task<bool> HasClosedWithinAsync(TimeSpan time)
    {
        await Task.WhenAny(_reading, Task.Delay(time)).ConfigureAwait(false);
        return _reading.IsCompleted;
    }

    /// <summary>Leaves, once what was written is on its way and the process has noticed, so that the next client finds what this one leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(Frames.WhenWrittenAsync(), Task.Delay(FarewellTime)).ConfigureAwait(false);
        _connection.EndOutput();
        await Task.WhenAny(_reading, Task.Delay(FarewellTime)).ConfigureAwait(false);
        await _left.CancelAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _left.Dispose();
    }

    private static async Task<(Socket Socket, PeerCredentials Peer)> ConnectAsync(Address address, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await TryConnectAsync(address, cancellationToken).ConfigureAwait(false) is { } connected)
            {
                return connected;
            }

            // A file that refuses is a process between its first steps, or what one has left: the lock tells which.
            if (!AddressLock.IsTaken(address) || TimeProvider.System.GetElapsedTime(start) > StartTime)
            {
                throw new AddressUnreachableException(UnixFile.Look(address.Path) is null
                    ? $"No background process is at {address}: it has ended, or was never started there."
                    : $"No background process is at {address} any more: it died and has left its socket.");
            }

            await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(Socket Socket, PeerCredentials Peer)?> TryConnectAsync(Address address, CancellationToken cancellationToken)
    {
        address.CheckLinks();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Path), cancellationToken).ConfigureAwait(false);
            var peer = PeerCredentials.Of(socket);
            return peer.IsThisUser
                ? (socket, peer)
                : throw new AddressUnreachableException($"At {address} there is process {peer.ProcessId} of another user.");
        }
        catch (SocketException error)
        {
            socket.Dispose();
            return error.SocketErrorCode == SocketError.AccessDenied
                ? throw new AddressUnreachableException($"The socket {address} cannot be used by this user.", error)
                : null;
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task GreetAsync(ClientRole role, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(GreetingTime);
        Frames.WriteRaw(Greeting.Create(role));
        try
        {
            var frame = await _connection.ReadAsync(deadline.Token).ConfigureAwait(false);
            if (frame is { Kind: FrameKind.Welcome })
            {
                return;
            }

            throw new AddressUnreachableException(frame is { Kind: FrameKind.Refused } refused
                ? RefusalOf(refused)
                : $"Background process {ProcessId} at {Address} has ended.");
        }
        catch (ProtocolException error)
        {
            throw new AddressUnreachableException($"Process {ProcessId} at {Address} is no background process: {error.Message}", error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AddressUnreachableException($"Process {ProcessId} at {Address} did not answer within {GreetingTime.TotalSeconds} s.");
        }
    }

    private static string RefusalOf(Frame refused)
    {
        var reader = new MessageReader(refused.Body);
        reader.ReadByte();
        return reader.ReadString() ?? "";
    }

    private async Task ReadAsync(Func<Frame, ValueTask> handle, Action<ProtocolException?> ended)
    {
        ProtocolException? fault = null;
        try
        {
            while (await _connection.ReadAsync(_left.Token).ConfigureAwait(false) is { } frame)
            {
                await handle(frame).ConfigureAwait(false);
            }
        }
        catch (ProtocolException error)
        {
            fault = error;
        }
        catch (OperationCanceledException)
        {
            // This end leaves.
        }

        _connection.Cut();
        ended(fault);
    }
}
