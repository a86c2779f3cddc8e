using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using PProcess.Channels;
using PProcess.Framing;
using PProcess.Generators;
using PProcess.Serialization;

namespace PProcess;

/// <summary>A two-way connection to a function that runs in another process: typed messages, in order, each exactly once.</summary>
/// <remarks>
/// <para>Any number of calls may send or receive at once; each message is sent and received whole.</para>
/// <para>A sender may be ahead of its receiver by 256 KiB per direction; then it waits.</para>
/// <para>Both ends name the types: what one sends as a <c>T</c> the other receives as the same <c>T</c>.</para>
/// <para>When the worker dies, what it had sent can still be received; then the receiver is told.</para>
/// </remarks>
[ProcessBound]
public sealed partial class ProcessChannel : IAsyncDisposable
{
    private readonly ChannelStream _stream;
    private readonly ChannelTask? _task;
    private readonly MessageSender _sender;
    private readonly MessageReceiver _receiver;
    private readonly SemaphoreSlim _receiving = new(1, 1);
    private readonly Lock _gate = new();
    private byte[]? _lastMessage;
    private long _bytesReceived;
    private bool _ownsWorker;
    private bool _isFailureTaken;
    private int _isFinishAnnounced;
    private Task? _disposal;
    private TaskCompletionSource? _exit; // In a created process only.

    internal ProcessChannel(ChannelStream stream, ChannelTask? task)
    {
        _stream = stream;
        _task = task;
        _sender = new MessageSender(stream);
        _receiver = new MessageReceiver(stream.Input);
    }

    /// <summary>Raised once for each message that begins to arrive, and when the function has failed.</summary>
    /// <remarks>Called from the connection's reading loop: handlers must not block or throw.</remarks>
    public event Action<ProcessChannel>? Ready;

    /// <summary>Raised when the function has ended; what it had sent can still be received.</summary>
    /// <remarks>Called from the connection's reading loop: handlers must not block or throw.</remarks>
    public event Action<ProcessChannel>? Ended;

    /// <summary>Raised once, when nothing more will come and all messages, or the failure, have been received.</summary>
    /// <remarks>Called from the connection's reading loop or by who received last: handlers must not block or throw.</remarks>
    public event Action<ProcessChannel>? Finished;

    /// <summary>The process at the other end; 0 at the end that the function has, and while the function waits for a worker.</summary>
    public int ProcessId => _task?.Worker?.ProcessId ?? 0;

    /// <summary>How the process at the other end ended; null while it runs.</summary>
    public ExitStatus? ExitStatus => _task?.Worker?.ExitStatus;

    /// <summary>Ends when the function has returned; faults as it failed. At the function's end it never ends.</summary>
    public Task Completion => _task?.Completion ?? NeverEnding;

    /// <summary>Whether a receive would give something at once: a message that has begun to arrive, or the function's failure.</summary>
    public bool IsReady => HasMessage || (_stream.IsEnded && _stream.Failure is not null && !Volatile.Read(ref _isFailureTaken));

    /// <summary>Whether nothing more will come: the other end has nothing more to send, and all that it sent, or its failure, has been received.</summary>
    public bool IsFinished => _stream.IsInputEnded && !IsReady;

    private bool HasMessage => _stream.HasUnread || Volatile.Read(ref _lastMessage) is not null;

    /// <summary>The raw bytes, for a protocol of your own: both ends then use this instead of messages.</summary>
    public IDuplexPipe Pipe => _stream;

    /// <summary>How many bytes the messages had that have been received, each as it arrived.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    private static Task NeverEnding { get; } = new TaskCompletionSource().Task;

    /// <summary>Runs a function in a process of its own, which ends with the channel.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function; it gets the other end of the channel.</param>
    /// <param name="argument1">The first argument.</param>
    /// <returns>The channel to the function.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="CannotTravelException">The function, a captured variable or an argument cannot be carried to another process.</exception>
    /// <exception cref="LaunchException">The process cannot be started.</exception>
    [Arities]
    public static ProcessChannel Start<T1>(Func<ProcessChannel, T1, Task> function, T1 argument1) =>
        Start(Launcher.LocalProcess, Invocation.Create(function, argument1));

    /// <inheritdoc cref="Start{T1}(Func{ProcessChannel, T1, Task}, T1)"/>
    [Arities]
    public static ProcessChannel Start<T1>(Action<ProcessChannel, T1> function, T1 argument1) =>
        Start(Launcher.LocalProcess, Invocation.Create(function, argument1));

    /// <summary>Runs an invocation in a worker of its own, made by the given launcher.</summary>
    /// <param name="launcher">What makes the worker.</param>
    /// <param name="invocation">The function, whose first parameter is its end of the channel, with the arguments behind.</param>
    /// <returns>The channel to the function.</returns>
    /// <exception cref="LaunchException">The worker cannot be started.</exception>
    public static ProcessChannel Start(Launcher launcher, Invocation invocation)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        var task = new ChannelTask(invocation);
        var worker = Worker.Start(launcher);
        task.Channel._ownsWorker = true;
        worker.Post(task);
        return task.Channel;
    }

    /// <summary>Creates a process in which the rest of the awaiting method runs as well: each gets its end of a channel to the other.</summary>
    /// <remarks>
    /// <para>To be awaited in a method marked <c>[AsyncMethodBuilder(typeof(ForkMethodBuilder))]</c>; <see cref="ForkMethodBuilder"/> says what the
    /// created process has, what it lacks, and what cannot be copied. <see cref="ProcessId"/> tells the two apart: it is 0 in the created process.</para>
    /// <para>The created process ends with the method, or with <see cref="ExitAsync"/>, or when its creator disposes the channel or ends.
    /// An exception that leaves the method there is the channel's failure here.</para>
    /// </remarks>
    /// <param name="launcher">What makes the process; null for <see cref="Launcher.LocalProcess"/>.</param>
    /// <returns>What to await: in each process, the channel to the other one.</returns>
    public static ForkAwaitable<ProcessChannel> Create(Launcher? launcher = null) =>
        ForkAwaitable.ToChannel(rest => Start(launcher ?? Launcher.LocalProcess, rest));

    /// <summary>Ends the created process that awaits it: nothing behind runs any more, <see langword="finally"/> blocks included.</summary>
    /// <remarks>Everything sent before is in the creating process by then, and waits there to be received.</remarks>
    /// <returns>Never ends.</returns>
    /// <exception cref="InvalidOperationException">This is no created process's end of a channel.</exception>
    public async Task ExitAsync()
    {
        if (_exit is null)
        {
            throw new InvalidOperationException("ExitAsync is for the created process, on the channel that Create gave there. A creator disposes the channel; a function that was started returns.");
        }

        await CompleteAsync().ConfigureAwait(false);
        _exit.TrySetResult();
        await new TaskCompletionSource().Task.ConfigureAwait(false);
    }

    /// <summary>Sends a message; waits while the receiver is too far behind.</summary>
    /// <typeparam name="T">The type that both ends know.</typeparam>
    /// <param name="message">The message, taken by value.</param>
    /// <param name="cancellationToken">Gives up. Where a part of the message had left, nothing can be sent behind it.</param>
    /// <returns>Ends when the message is on its way.</returns>
    /// <exception cref="CannotTravelException">The message cannot be carried to another process.</exception>
    /// <exception cref="ChannelClosedException">The function has ended, or <see cref="CompleteAsync"/> was called. Where the function has failed, that failure is thrown.</exception>
    public ValueTask SendAsync<T>(T message, CancellationToken cancellationToken = default) =>
        _disposal is null ? _sender.SendAsync(message, cancellationToken) : ValueTask.FromException(new ObjectDisposedException(GetType().FullName));

    /// <summary>Waits for the next message.</summary>
    /// <typeparam name="T">The type that both ends know.</typeparam>
    /// <param name="cancellationToken">Gives up; the message will be there for the next call.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ProtocolException">The message is of another type; it is lost.</exception>
    /// <exception cref="ChannelClosedException">There will be no more messages. Where the function has failed, that failure is thrown.</exception>
    public async ValueTask<T> ReceiveAsync<T>(CancellationToken cancellationToken = default)
    {
        var (hasValue, value) = await TryReceiveAsync<T>(cancellationToken).ConfigureAwait(false);
        if (!hasValue)
        {
            ThrowFailure();
            throw _stream.Closed;
        }

        return value;
    }

    /// <summary>Receives the messages one after another until there are no more.</summary>
    /// <typeparam name="T">The type that both ends know.</typeparam>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The messages in the order in which they were sent. Where the function has failed, that failure is thrown behind them.</returns>
    public async IAsyncEnumerable<T> ReadAllAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await TryReceiveAsync<T>(cancellationToken).ConfigureAwait(false) is { HasValue: true } received)
        {
            yield return received.Value;
        }

        ThrowFailure();
    }

    /// <summary>Drops whatever still arrives, so that the function never waits for a receiver.</summary>
    /// <remarks>A receive that waits already has the next message first.</remarks>
    /// <returns>Ends when nothing more can arrive.</returns>
    public async ValueTask DrainAsync()
    {
        await _receiving.WaitAsync().ConfigureAwait(false);
        try
        {
            while (await _stream.Input.ReadAsync().ConfigureAwait(false) is var read)
            {
                _stream.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        finally
        {
            _receiving.Release();
        }
    }

    /// <summary>Says that nothing more will be sent: the other end's receives come to their end.</summary>
    /// <returns>Ends when that is on its way.</returns>
    public ValueTask CompleteAsync() => _sender.CompleteAsync();

    /// <summary>Ends the channel and with it the function: politely at first, then by force; waits until that is done.</summary>
    /// <remarks>Idempotent; every caller waits for the same end. At the function's end of the channel it only completes the sending.</remarks>
    /// <returns>Ends when a worker of the channel's own is gone, or a shared one is free.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    /// <summary>Makes this the end that a created process has.</summary>
    /// <returns>Ends when the process is to end.</returns>
    internal Task AllowExit() => (_exit = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void OnLastMessage(byte[] body) => Volatile.Write(ref _lastMessage, body);

    internal void OnMessageStart() => Ready?.Invoke(this);

    internal void OnEnded()
    {
        if (_stream.Failure is not null || Volatile.Read(ref _lastMessage) is not null)
        {
            Ready?.Invoke(this);
        }

        Ended?.Invoke(this);
        AnnounceFinish();
    }

    private void AnnounceFinish()
    {
        if (IsFinished && Interlocked.Exchange(ref _isFinishAnnounced, 1) == 0)
        {
            Finished?.Invoke(this);
        }
    }

    private void ThrowFailure()
    {
        if (_stream.Failure is { } failure)
        {
            Volatile.Write(ref _isFailureTaken, true);
            AnnounceFinish();
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task EndAsync()
    {
        if (_task is null)
        {
            await CompleteAsync().ConfigureAwait(false);
        }
        else if (_ownsWorker && _task.Worker is { } worker)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await EndTaskAsync(_task).ConfigureAwait(false);
        }

        _task?.DropArrivals();
    }

    // While it waits it may be given to a worker at any moment, and a worker may return it.
    private async Task EndTaskAsync(WorkerTask task)
    {
        while (!_stream.IsEnded && !task.TryWithdraw())
        {
            if (task.Worker is { } worker)
            {
                await worker.EndTaskAsync(task).ConfigureAwait(false);
            }

            await Task.Yield();
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReceiveBodyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _receiver.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException) when (_stream.IsEnded && _receiver.IsCutShort)
        {
            return null; // The function ended while a message was leaving; how it ended is what there is to say.
        }
    }

    private ReadOnlyMemory<byte>? TakeLastMessage() => Interlocked.Exchange(ref _lastMessage, null) is { } message ? new ReadOnlyMemory<byte>(message) : default(ReadOnlyMemory<byte>?);

    private async ValueTask<(bool HasValue, T Value)> TryReceiveAsync<T>(CancellationToken cancellationToken)
    {
        await _receiving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var body = await ReceiveBodyAsync(cancellationToken).ConfigureAwait(false) ?? TakeLastMessage();
            if (body is not { } message)
            {
                return default;
            }

            Interlocked.Add(ref _bytesReceived, message.Length);
            var reader = new MessageReader(message) { Receiver = _stream.Sharing, Tail = _task?.Tail };
            return (true, TypedValue.Read<T>(ref reader));
        }
        finally
        {
            _receiver.Release();
            _receiving.Release();
            AnnounceFinish();
        }
    }
}
