using PProcess.Background;
using PProcess.Framing;
using PProcess.Sharing;

namespace PProcess.Workers;

/// <summary>A worker's side of the connection: reads what the host sends for as long as the host is there.</summary>
/// <remarks>Two threads take turns (see <see cref="ReadingTurn"/>), so that cancellations and the host's end are seen whatever the tasks do.</remarks>
/// <param name="input">From the host.</param>
/// <param name="frames">To the host.</param>
/// <param name="exit">Ends the worker politely.</param>
/// <param name="abandon">Ends the worker at once: the host is gone, or not to be understood.</param>
internal sealed class WorkerLoop(Stream input, FrameWriter frames, Action exit, Action abandon)
{
    private readonly FrameReader _reader = new() { TakesLane = true };
    private readonly MessageAssembler _messages = new();
    private readonly Dictionary<int, WorkerFunction> _functions = [];
    private readonly TaskQueue _tasks = new();
    private readonly List<Task> _underWay = [];
    private readonly ReadingTurn _turn = new();
    private BackgroundRequest? _background;
    private int _callsRead; // Behind the last wait.

    /// <summary>What runs instead of tasks, where the host asks for a background process; it never returns.</summary>
    public Action<BackgroundRequest>? RunInBackground { get; init; }

    /// <summary>Called where all calls that came last are answered, and there was one: may wait for what the host sends next.</summary>
    public Action? WaitAwake { get; init; }

    /// <summary>Says who it is, and serves until the host is gone.</summary>
    public void Run(Guid ticket)
    {
        frames.WriteRaw(Preamble.Create(ticket));
        new Thread(TakeTurns) { IsBackground = true, Name = "PProcess standby" }.Start();
        Serve();
        TakeTurns();
    }

    /// <summary>Reads and runs what the host sends until it is gone, or until the other thread has taken over the reading, where there is one.</summary>
    public void Serve()
    {
        try
        {
            while (_background is null && ReadFrames())
            {
                if (_tasks.TryActivate())
                {
                    frames.StartCoalescing();
                    _turn.Lend();
                    _tasks.Drain();
                    frames.StopCoalescing();
                    if (!_turn.TryReclaim())
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception error) when (error is ProtocolException or IOException or InvalidOperationException or ObjectDisposedException or OperationCanceledException)
        {
            // What the host sent cannot be understood, or the connection was cut: that is its end as well.
        }

        _turn.Stop();
        if (_background is not null)
        {
            RunInBackground!(_background);
            return;
        }

        frames.Fail();
        _tasks.Abandon();
        abandon();
    }

    private void TakeTurns()
    {
        while (_turn.WaitToTake())
        {
            frames.StopCoalescing(); // The task that runs takes its time: those before it have waited long enough.
            Serve();
        }
    }

    private bool ReadFrames()
    {
        if (_callsRead == 1 && !_tasks.IsActive)
        {
            WaitAwake?.Invoke();
        }

        _callsRead = 0;
        var count = input.Read(_reader.GetMemory().Span);
        _reader.Advance(count);
        while (_reader.TryRead(out var frame))
        {
            Handle(frame);
        }

        return count > 0;
    }

    private void Handle(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Define when _messages.TryComplete(frame, out var definition):
                _functions[(int)frame.Id] = new WorkerFunction(definition.ToArray());
                break;
            case FrameKind.Forget:
                _functions.Remove((int)frame.Id);
                break;
            case FrameKind.Call when _messages.TryComplete(frame, out var call):
                Call(frame.Id, new MessageReader(call));
                break;
            case FrameKind.Length:
                _messages.Expect(frame);
                break;
            case FrameKind.Share when _tasks.Find(frame.Id) is { } task:
                task.Arrivals.OnOffer(frame, frames);
                break;
            case FrameKind.Share:
                SharedArrivals.Refuse(frame, frames);
                break;
            case FrameKind.Shared:
                _tasks.Find(frame.Id)?.Stream.Offers.OnAnswer(frame.Body);
                break;
            case FrameKind.Recall:
                Recall(frame.Id);
                break;
            case FrameKind.Cancel:
                Cancel(frame.Id);
                break;
            case FrameKind.Data:
                _tasks.Find(frame.Id)?.Stream.OnData(frame.Body.Span);
                break;
            case FrameKind.Credit:
                _tasks.Find(frame.Id)?.Stream.OnCredit(frame.Body.Span);
                break;
            case FrameKind.End:
                _tasks.Find(frame.Id)?.Stream.EndInput();
                break;
            case FrameKind.Close:
                Watch(CloseAsync());
                break;
            case FrameKind.Outbox:
                OpenOutbox(frame.Body);
                break;
            case FrameKind.Background when RunInBackground is not null && _messages.TryComplete(frame, out var request):
                _background = BackgroundRequest.Read(request);
                break;
            case FrameKind.Define or FrameKind.Call or FrameKind.Background:
                break; // Not whole yet.
            default:
                throw new ProtocolException($"A host does not send {frame.Kind} frames.");
        }
    }

    private void Call(uint id, MessageReader call)
    {
        var function = call.ReadInt32();
        if (!_functions.TryGetValue(function, out var known))
        {
            throw new ProtocolException($"A call names function {function}, which has not been defined.");
        }

        var attempt = call.ReadInt32();
        var count = call.ReadCount(sizeof(int));
        if (count == 0)
        {
            throw new ProtocolException("A message without a call.");
        }

        _callsRead += count;
        var tail = _messages.Tail;
        var isLarge = call.Unread.Length > Frame.MaxWhole;
        _tasks.Add(new TaskContext(id, known, attempt, count, isLarge ? call.Unread : call.Unread.ToArray(), frames)
        { SharesMemory = true, Tail = tail, Memory = isLarge ? _messages.Detach() : null });
        _messages.Release();
    }

    private void OpenOutbox(ReadOnlyMemory<byte> address)
    {
        if (Outbox.TryOpen(address) is { } outbox)
        {
            outbox.CloseDescriptor();
            frames.UseOutbox(outbox);
        }

        frames.Write(FrameKind.Outbox, FrameFlags.None, 0, []);
    }

    private void Recall(uint id)
    {
        if (id == TaskQueue.AllBehindLast)
        {
            _tasks.Reopen();
        }
        else if (_tasks.TryRemove(id))
        {
            frames.Write(FrameKind.Recalled, FrameFlags.None, id, []);
        }
        else if (_tasks.Find(id) is { } running && running.TryShorten(out var from))
        {
            frames.Write(FrameKind.Recalled, FrameFlags.None, id, BitConverter.GetBytes(from));
        }
    }

    private void Cancel(uint id)
    {
        Recall(id);
        if (_tasks.Find(id) is { } running)
        {
            running.Stream.EndInput();
            Watch(running.CancelAsync());
        }
    }

    private Task CloseAsync()
    {
        var idle = _tasks.WhenIdleAsync();
        if (!idle.IsCompleted)
        {
            return CloseBehindAsync(idle);
        }

        exit();
        return Task.CompletedTask;
    }

    private async Task CloseBehindAsync(Task idle)
    {
        await idle.ConfigureAwait(false);
        exit();
    }

    // Kept so that nothing is lost; what a cancellation callback throws is its own affair.
    private void Watch(Task task)
    {
        _underWay.RemoveAll(done => done.IsCompleted);
        _underWay.Add(task);
    }
}
