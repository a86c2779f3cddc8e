using System.Diagnostics.CodeAnalysis;
using PProcess.Channels;
using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Background;

/// <summary>The function of a background process at work: what it sends goes to the store, what clients post goes to its channel.</summary>
/// <remarks>It runs as in any worker; the frames that would go to its host stay in this process.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process.")]
internal sealed class FunctionRun
{
    private const uint Id = 1;
    private const int FirstAttempt = 1;

    private readonly ResultStore _results;
    private readonly ChannelStream _stream = new();
    private readonly MessageAssembler _messages = new();
    private readonly TaskCompletionSource<(byte[]? Last, bool IsFailure)> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _posting = new(1, 1);
    private readonly TaskContext _task;
    private int _isEndingInput;
    private Task _inputEnd = Task.CompletedTask;
    private bool _isInputEnded; // Guarded by _posting.

    public FunctionRun(BackgroundRequest request, ResultStore results)
    {
        _results = results;
        var fromFunction = new FrameReader();
        var toFunction = new FrameReader();
        _task = new TaskContext(Id, new WorkerFunction(request.Definition), FirstAttempt, count: 1, request.Arguments, new FrameWriter(bytes => Pass(bytes, fromFunction, HandleFromFunction)))
        { Tail = request.Tail?.ToArray() };
        _stream.Connect(new FrameWriter(bytes => Pass(bytes, toFunction, HandleToFunction)), Id);
    }

    /// <summary>Ends when the function has ended.</summary>
    public Task Completion => _outcome.Task;

    /// <summary>Runs the function to its end, and until the store has all of its results.</summary>
    public async Task RunAsync()
    {
        var collecting = Task.Run(CollectAsync);
        await _task.RunAsync().ConfigureAwait(false);
        await collecting.ConfigureAwait(false);
    }

    /// <summary>Hands a client's message to the function, once those before it are with it.</summary>
    /// <returns>Whether the function still takes messages.</returns>
    public async Task<bool> TryPostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var message = new MessageWriter();
        message.WriteBlock(body.Span);
        await _posting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isInputEnded)
            {
                return false;
            }

            // Once begun it goes on, or what comes behind would be torn.
            await _stream.SendAsync(message.Written, startsMessage: true, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return false;
        }
        finally
        {
            _posting.Release();
        }
    }

    /// <summary>No client will post any more: the function's receives come to their end, behind the messages that are on their way.</summary>
    public void EndInput()
    {
        if (Interlocked.Exchange(ref _isEndingInput, 1) == 0)
        {
            _inputEnd = EndInputAsync();
        }
    }

    /// <summary>Asks the function to end.</summary>
    public async Task CancelAsync()
    {
        _task.Stream.EndInput();
        await _task.CancelAsync().ConfigureAwait(false);
    }

    private static ValueTask Pass(ReadOnlyMemory<byte> bytes, FrameReader reader, Action<Frame> handle)
    {
        reader.Read(bytes, handle);
        return ValueTask.CompletedTask;
    }

    private void HandleToFunction(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Data:
                _task.Stream.OnData(frame.Body.Span);
                break;
            case FrameKind.Credit:
                _task.Stream.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                _task.Stream.EndInput();
                break;
        }
    }

    private void HandleFromFunction(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Data:
                _stream.OnData(frame.Body.Span);
                break;
            case FrameKind.Credit:
                _stream.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                _stream.EndInput();
                break;
            case FrameKind.Result or FrameKind.Failed when _messages.TryComplete(frame, out var last):
                var isFailure = frame.Kind == FrameKind.Failed;
                _stream.End(null);
                _outcome.TrySetResult((isFailure || frame.Flags.HasFlag(FrameFlags.Value) ? last.ToArray() : null, isFailure));
                break;
        }
    }

    private async Task EndInputAsync()
    {
        await _posting.WaitAsync().ConfigureAwait(false);
        _isInputEnded = true;
        await _stream.EndOutputAsync().ConfigureAwait(false);
        _posting.Release();
    }

    private async Task CollectAsync()
    {
        ProtocolException? torn = null;
        try
        {
            var messages = new MessageReceiver(_stream.Input);
            while (await messages.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is { } body)
            {
                var result = body.ToArray();
                messages.Release();
                await _results.AddAsync(result).ConfigureAwait(false);
            }
        }
        catch (ProtocolException error)
        {
            torn = new ProtocolException("The function has used its channel's raw pipe. A background process keeps messages, which SendAsync makes.", error);
            _task.Stream.End(torn); // It is told so when it sends again.
        }

        var (last, isFailure) = await _outcome.Task.ConfigureAwait(false);
        if (torn is not null && !isFailure)
        {
            var failure = new MessageWriter();
            RemoteError.Write(failure, torn);
            (last, isFailure) = (failure.Written.ToArray(), true);
        }

        _results.Complete(last, isFailure);
    }
}
