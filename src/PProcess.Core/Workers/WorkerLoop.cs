using PProcess.Framing;

namespace PProcess.Workers;

/// <summary>A worker's side of the connection: reads what the host sends for as long as the host is there.</summary>
/// <remarks>The reading thread runs no user code, so it sees cancellations and the host's end whatever the tasks do.</remarks>
/// <param name="input">From the host.</param>
/// <param name="frames">To the host.</param>
/// <param name="exit">Ends the worker politely.</param>
internal sealed class WorkerLoop(Stream input, FrameWriter frames, Action exit)
{
    private readonly FrameReader _reader = new();
    private readonly MessageAssembler _messages = new();
    private readonly Dictionary<uint, WorkerFunction> _functions = [];
    private readonly TaskQueue _tasks = new();
    private readonly List<Task> _underWay = [];

    /// <summary>Runs until the host closes the connection or is gone.</summary>
    /// <exception cref="ProtocolException">The host sent what the protocol does not allow.</exception>
    public void Run(Guid ticket)
    {
        frames.WriteRaw(Preamble.Create(ticket));
        while (true)
        {
            var count = input.Read(_reader.GetMemory().Span);
            if (count == 0)
            {
                return;
            }

            _reader.Advance(count);
            while (_reader.TryRead(out var frame))
            {
                Handle(frame);
            }
        }
    }

    private void Handle(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Define when _messages.TryComplete(frame, out var definition):
                _functions[frame.Id] = new WorkerFunction(definition.ToArray());
                break;
            case FrameKind.Forget:
                _functions.Remove(frame.Id);
                break;
            case FrameKind.Call when _messages.TryComplete(frame, out var call):
                Call(frame.Id, new MessageReader(call));
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
            case FrameKind.Define or FrameKind.Call:
                break; // Not whole yet.
            default:
                throw new ProtocolException($"A host does not send {frame.Kind} frames.");
        }
    }

    private void Call(uint id, MessageReader call)
    {
        var function = (uint)call.ReadInt32();
        if (!_functions.TryGetValue(function, out var known))
        {
            throw new ProtocolException($"A call names function {function}, which has not been defined.");
        }

        _tasks.Add(new TaskContext(id, known, call.Unread.ToArray(), frames));
    }

    private void Recall(uint id)
    {
        if (_tasks.TryRemove(id))
        {
            frames.Write(FrameKind.Recalled, FrameFlags.None, id, []);
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

    private async Task CloseAsync()
    {
        await _tasks.WhenIdleAsync().ConfigureAwait(false);
        exit();
    }

    // Kept so that nothing is lost; what a cancellation callback throws is its own affair.
    private void Watch(Task task)
    {
        _underWay.RemoveAll(done => done.IsCompleted);
        _underWay.Add(task);
    }
}
