using System.Net.Sockets;
using System.Text.Json;
using PProcess.Framing;

namespace PProcess.Background;

/// <summary>One client, seen from the background process. What it sends is not trusted.</summary>
internal sealed class ServerConnection(Socket socket, BackgroundServer server) : IAsyncDisposable
{
    private const int LongestPost = 256 * 1024 * 1024;

    private static readonly TimeSpan GreetingTime = TimeSpan.FromSeconds(5);

    private readonly Connection _connection = new(socket);
    private readonly MessageAssembler _messages = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _left = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private bool _wants;
    private StoredResult? _lent;

    private ClientRole _role;
    private bool _collects;
    private int _postLength;
    private Task _posting = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    /// <summary>Serves the client until it leaves, breaks the rules, or the process ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await GreetAsync(cancellationToken).ConfigureAwait(false))
            {
                await ServeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is ProtocolException or OperationCanceledException or SocketException)
        {
            // What it sent is not to be understood, or it took too long: it is cut off, and nobody else notices.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _posting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A message once begun goes on.
        _left.Dispose();
        _wanted.Dispose();
    }

    public void Cut() => _connection.Cut();

    /// <summary>Tells the client that there will be nothing more, and waits until that is on its way.</summary>
    public async Task SayEndAsync()
    {
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection.Frames.Write(FrameKind.End, FrameFlags.None, 0, []);
        await _connection.Frames.WhenWrittenAsync().ConfigureAwait(false);
    }

    private async Task<bool> GreetAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(GreetingTime);
        var greeting = new byte[Greeting.Size];
        if (!PeerCredentials.Of(socket).IsThisUser || !await _connection.ReadExactlyAsync(greeting, deadline.Token).ConfigureAwait(false))
        {
            return false;
        }

        (_role, var isSameBuild) = Greeting.Read(greeting);
        if (!isSameBuild)
        {
            return await RefuseAsync(RefusalReason.OtherBuild, $"Background process {Environment.ProcessId} at {server.Address} was started by another program, or another build of this program, and only that one understands its results.").ConfigureAwait(false);
        }

        if (!server.TryLetIn(this))
        {
            return await RefuseAsync(RefusalReason.Failed, $"Background process {Environment.ProcessId} at {server.Address} has too many clients.").ConfigureAwait(false);
        }

        _connection.Frames.Write(FrameKind.Welcome, FrameFlags.None, 0, BitConverter.GetBytes(Environment.ProcessId));
        if (_role == ClientRole.Collect)
        {
            Collect();
        }

        return true;
    }

    private async Task<bool> RefuseAsync(RefusalReason reason, string text)
    {
        var message = new MessageWriter();
        message.WriteByte((byte)reason);
        message.WriteString(text);
        _connection.Frames.Write(FrameKind.Refused, FrameFlags.None, 0, message.Written.Span);
        await _connection.Frames.WhenWrittenAsync().ConfigureAwait(false);
        return false;
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        var delivering = Task.Run(() => DeliverAsync(_left.Token), CancellationToken.None);
        try
        {
            while (await _connection.ReadAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                await HandleAsync(frame).ConfigureAwait(false);
            }
        }
        finally
        {
            _connection.Frames.Fail(); // Cut off only when what it had is there for others.
            await _left.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(delivering, _watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Interlocked.Exchange(ref _lent, null) is { } lent)
            {
                server.Results.GiveBack(lent);
            }

            server.OnLeft(_collects);
        }
    }

    private async ValueTask HandleAsync(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Want:
                Collect();
                Want();
                break;
            case FrameKind.Taken:
                Take(frame.Id);
                break;
            case FrameKind.Post when _role == ClientRole.Collect:
                Post(frame);
                break;
            case FrameKind.End when _role == ClientRole.Collect:
                server.Function.EndInput();
                break;
            case FrameKind.Status when _role == ClientRole.Administer:
                await _connection.Frames.SendAsync(FrameKind.Status, FrameFlags.None, 0, JsonSerializer.SerializeToUtf8Bytes(server.CreateStatus()), CancellationToken.None).ConfigureAwait(false);
                break;
            case FrameKind.Watch when _role == ClientRole.Administer && _watching.IsCompleted:
                _watching = Task.Run(() => ShowAsync(_left.Token));
                break;
            case FrameKind.Stop when _role == ClientRole.Administer:
                server.Stop();
                break;
            default:
                throw new ProtocolException($"A client that is to {_role} does not send {frame.Kind} frames.");
        }
    }

    private void Collect()
    {
        if (!_collects)
        {
            _collects = true;
            server.OnCollecting();
        }
    }

    private void Want()
    {
        lock (_gate)
        {
            if (_wants)
            {
                throw new ProtocolException("A client wants a result before it has taken the last.");
            }

            _wants = true;
        }

        _wanted.Release();
    }

    private void Take(uint number)
    {
        StoredResult? taken;
        lock (_gate)
        {
            taken = _lent?.Number == number ? _lent : throw new ProtocolException($"A client has taken result {number}, which it was not given.");
            _lent = null;
            _wants = false;
        }

        server.Results.Acknowledge(taken);
    }

    private void Post(Frame frame)
    {
        _postLength += frame.Body.Length;
        if (frame.Id != 0 || !_posting.IsCompleted || _postLength > LongestPost)
        {
            throw new ProtocolException($"A client posts a message before the last is with the function, or one of more than {LongestPost} bytes.");
        }

        if (_messages.TryComplete(frame, out var message))
        {
            _postLength = 0;
            _posting = PostAsync(message);
        }
    }

    private async Task PostAsync(ReadOnlyMemory<byte> message)
    {
        var isAccepted = await server.Function.TryPostAsync(message, _left.Token).ConfigureAwait(false);
        _connection.Frames.Write(FrameKind.Posted, isAccepted ? FrameFlags.Value : FrameFlags.None, 0, []);
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wanted.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (await server.Results.TakeAsync(cancellationToken).ConfigureAwait(false) is not { } result)
            {
                return; // The server says so to all at its end.
            }

            lock (_gate)
            {
                _lent = result;
            }

            var (kind, body) = _role == ClientRole.Administer ? (FrameKind.Shown, ResultText.Of(result)) : (result.IsFailure ? FrameKind.Failed : FrameKind.Result, result.Body);
            await _connection.Frames.SendAsync(kind, FrameFlags.None, result.Number, body, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        using var watch = server.Results.Watch();
        while (await watch.NextAsync(cancellationToken).ConfigureAwait(false) is { Result: { } result } next)
        {
            if (next.LeftOut > 0)
            {
                await _connection.Frames.SendAsync(FrameKind.Shown, FrameFlags.None, 0, ResultText.OfLeftOut(next.LeftOut), cancellationToken).ConfigureAwait(false);
            }

            await _connection.Frames.SendAsync(FrameKind.Shown, FrameFlags.None, result.Number, ResultText.Of(result), cancellationToken).ConfigureAwait(false);
        }

        _connection.Frames.Write(FrameKind.End, FrameFlags.None, 0, []);
    }
}
