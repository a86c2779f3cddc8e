using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PProcess.Background;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess;

/// <summary>A client's connection to a background process: takes its results, and sends messages to a function that takes a channel.</summary>
/// <remarks>
/// <para>Each result goes to one client. It counts as taken when a receive gives it; what this client has not received when it leaves or dies goes to the
/// next, whole. At most one result is on its way to a client at a time, and only where the client has asked.</para>
/// <para>Thread-safe. Disposing leaves the process; it does not end it.</para>
/// </remarks>
[ProcessBound]
public sealed class PersistentChannel : IAsyncDisposable
{
    private readonly ClientConnection _connection;
    private readonly ClientMessages _messages;
    private readonly MessageAssembler _results = new();
    private readonly SemaphoreSlim _receiving = new(1, 1);
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private TaskCompletionSource _changed = NewSignal();
    private StoredResult? _arrived;
    private bool _isWanted;
    private bool _hasEnded;
    private Exception? _loss;
    private Task? _disposal;

    private PersistentChannel(ClientConnection connection)
    {
        _connection = connection;
        _messages = new ClientMessages(connection.Frames);
        connection.Start(HandleAsync, OnClosed);
    }

    /// <summary>Raised when a result or a failure has been received, so that the next can be asked for.</summary>
    /// <remarks>Called from within the receive: handlers must not block or throw.</remarks>
    public event Action<PersistentChannel>? Received;

    /// <summary>The absolute path of the process's socket.</summary>
    public string Address => _connection.Address.Path;

    /// <summary>The background process.</summary>
    public int ProcessId => _connection.ProcessId;

    /// <summary>Whether a receive would give something at once: a result, the function's failure, or that the process has died.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _arrived is not null || _loss is not null;
            }
        }
    }

    /// <summary>Whether the function has ended and nothing more will come.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
            {
                return _hasEnded && _arrived is null && _loss is null;
            }
        }
    }

    /// <summary>Connects to a background process, waiting for one that is just starting.</summary>
    /// <param name="address">Its address: a path, or a bare name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentException">The address is empty or too long for a socket.</exception>
    /// <exception cref="AddressUnreachableException">No background process is there that this program can talk to, or it has 64 clients already: the message says why.</exception>
    public static Task<PersistentChannel> ConnectAsync(string address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parsed = BackgroundProcess.Parse(address);
        return ConnectAsync(parsed, cancellationToken);
    }

    /// <summary>Sends a message to the function; waits until it is with the function's channel.</summary>
    /// <typeparam name="T">The type that both ends know.</typeparam>
    /// <param name="message">The message, taken by value; at most 256 MiB.</param>
    /// <param name="cancellationToken">Gives up the waiting; a message that has left arrives all the same.</param>
    /// <returns>Ends when the message cannot be lost any more, unless the background process dies.</returns>
    /// <exception cref="CannotTravelException">The message cannot be carried to another process.</exception>
    /// <exception cref="ChannelClosedException">The function has ended, or the process has, or a client has called <see cref="CompleteAsync"/>.</exception>
    public async ValueTask SendAsync<T>(T message, CancellationToken cancellationToken = default)
    {
        var writer = new MessageWriter();
        TypedValue.Write(writer, message);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
        }

        if (!await _messages.SendAsync(writer.Written, cancellationToken).ConfigureAwait(false))
        {
            throw new ChannelClosedException($"The function of background process {ProcessId} at {Address} takes no messages any more: it has ended, or a client has said that there will be none.");
        }
    }

    /// <summary>Says that no client will send any more: the function's receives come to their end, behind what is on its way.</summary>
    /// <returns>Ends when that is on its way.</returns>
    public ValueTask CompleteAsync() => new(_messages.CompleteAsync());

    /// <summary>Asks for the next result, and waits for it without taking it.</summary>
    /// <param name="cancellationToken">Ends the waiting; the result may arrive all the same, and is for the next receive.</param>
    /// <returns>Whether there is one, or a failure, to be received; false where nothing more will come.</returns>
    public async ValueTask<bool> WaitToReceiveAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposal is not null, this);
                if (_arrived is not null || _loss is not null)
                {
                    return true;
                }

                if (_hasEnded)
                {
                    return false;
                }

                if (!_isWanted)
                {
                    _isWanted = true;
                    _connection.Frames.Write(FrameKind.Want, FrameFlags.None, 0, []);
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the next result, waiting for it.</summary>
    /// <typeparam name="T">The type of the result, as the function gave it.</typeparam>
    /// <param name="cancellationToken">Gives up; the result will be there for the next call.</param>
    /// <returns>The result, which no other client gets.</returns>
    /// <exception cref="ProtocolException">The result is of another type; it stays, for a receive that names the right one.</exception>
    /// <exception cref="ChannelClosedException">The function has ended and everything was taken. Where it failed, the one client that comes to that gets the failure.</exception>
    /// <exception cref="WorkerExitedException">The background process has died.</exception>
    public async ValueTask<T> ReceiveAsync<T>(CancellationToken cancellationToken = default)
    {
        var (hasValue, value) = await TryReceiveAsync<T>(cancellationToken).ConfigureAwait(false);
        return hasValue ? value : throw Closed();
    }

    /// <summary>Takes the results one after another until there are no more.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The results that no other client takes. Where the function has failed, that failure is thrown behind them.</returns>
    public async IAsyncEnumerable<T> ReadAllAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await TryReceiveAsync<T>(cancellationToken).ConfigureAwait(false) is { HasValue: true } received)
        {
            yield return received.Value;
        }
    }

    /// <summary>Leaves the process, which lives on. Idempotent; every caller waits for the same end.</summary>
    /// <returns>Ends when the connection is closed.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(() => _connection.DisposeAsync().AsTask()));
        }
    }

    internal static async Task<PersistentChannel> ConnectAsync(Address address, CancellationToken cancellationToken) =>
        new(await ClientConnection.OpenAsync(address, ClientRole.Collect, cancellationToken).ConfigureAwait(false));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChannelClosedException Closed() => new($"The function of background process {ProcessId} at {Address} has ended.");

    private async ValueTask<(bool HasValue, T Value)> TryReceiveAsync<T>(CancellationToken cancellationToken)
    {
        await _receiving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await WaitToReceiveAsync(cancellationToken).ConfigureAwait(false))
            {
                return default;
            }

            if (_arrived is not { } result)
            {
                throw TakeLoss();
            }

            var reader = new MessageReader(result.Body);
            if (result.IsFailure)
            {
                Take(result);
                throw RemoteError.Read(ref reader, ProcessId);
            }

            var value = TypedValue.Read<T>(ref reader);
            Take(result);
            return (true, value);
        }
        finally
        {
            _receiving.Release();
        }
    }

    // Told to the process before the caller has the result: whoever dies afterwards had it.
    private void Take(StoredResult result)
    {
        lock (_gate)
        {
            _arrived = null;
            _isWanted = false;
            _connection.Frames.Write(FrameKind.Taken, FrameFlags.None, result.Number, []);
        }

        Received?.Invoke(this);
    }

    private Exception TakeLoss()
    {
        Exception loss;
        lock (_gate)
        {
            loss = _loss!;
            _loss = null;
        }

        Received?.Invoke(this);
        return loss;
    }

    private ValueTask HandleAsync(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Result or FrameKind.Failed:
                if (_results.TryComplete(frame, out var body))
                {
                    Signal(() => _arrived = new StoredResult(frame.Id, frame.Kind == FrameKind.Failed, body.ToArray()));
                }

                break;
            case FrameKind.Posted:
                _messages.OnPosted(frame.Flags.HasFlag(FrameFlags.Value));
                break;
            case FrameKind.End:
                Signal(() => _hasEnded = true);
                _messages.Close();
                break;
            default:
                throw new ProtocolException($"A background process does not send {frame.Kind} frames.");
        }

        return ValueTask.CompletedTask;
    }

    private void OnClosed(ProtocolException? fault)
    {
        Signal(() =>
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                _loss = fault as Exception ?? new WorkerExitedException(ProcessId, ExitStatus.Unknown, "");
            }
        });
        _messages.Close();
    }

    private void Signal(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }
}
