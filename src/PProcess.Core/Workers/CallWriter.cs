using PProcess.Framing;

namespace PProcess.Workers;

/// <summary>Writes what makes a worker run tasks: functions, each once, and calls of them.</summary>
/// <remarks>Guarded by the gate of the <see cref="HostLoop"/>.</remarks>
internal sealed class CallWriter(FrameWriter frames)
{
    private readonly HashSet<uint> _defined = [];
    private readonly MessageWriter _call = new();

    /// <summary>Writes the call, behind the definition of its function where the worker does not know it.</summary>
    public void Write(WorkerTask task)
    {
        var function = task.Invocation.Function;
        if (_defined.Add(function.Id))
        {
            frames.WriteMessage(FrameKind.Define, function.Id, function.Definition);
        }

        _call.WriteInt32((int)function.Id);
        _call.WriteInt32(task.Attempt);
        _call.WriteInt32(task.Invocation.Count);
        if (task.Invocation.Tail is { } tail)
        {
            _call.WriteBytes(task.Invocation.Arguments.Span);
            frames.WriteWithTail(FrameKind.Call, task.Id, _call.Written.Span, tail);
        }
        else if (_call.Length + task.Invocation.Arguments.Length > FrameWriter.MaxCopied)
        {
            // Longer messages are read after the call: the arguments stay as they are, this writer is used for the next call at once.
            frames.WriteLarge(FrameKind.Call, task.Id, _call.Written.Span, task.Invocation.Arguments);
        }
        else
        {
            _call.WriteBytes(task.Invocation.Arguments.Span);
            frames.WriteMessage(FrameKind.Call, task.Id, _call.Written);
        }

        _call.Clear(); // Now, or large arguments would be held until the next call.
        task.Stream?.Connect(frames, task.Id);
        if (function.IsForOneCall)
        {
            Forget(function);
        }
    }

    /// <summary>Lets the worker drop a function.</summary>
    public void Forget(FunctionReference function)
    {
        if (!function.IsStateless && _defined.Remove(function.Id))
        {
            frames.Write(FrameKind.Forget, FrameFlags.None, function.Id, []);
        }
    }
}
