using PProcess.Framing;
using PProcess.Serialization;
using PProcess.Workers;

namespace PProcess.Functions;

/// <summary>The worker's side of a progress parameter: each report arrives before the task's result does.</summary>
internal sealed class RemoteProgress<T>(TaskContext task) : IProgress<T>
{
    public void Report(T value)
    {
        var message = new MessageWriter();
        ValueCodec<T>.Default.Write(message, value);
        task.Send(FrameKind.Progress, FrameFlags.None, message.Written);
    }
}
