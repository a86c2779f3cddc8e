using System.IO.Pipelines;
using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Launching;

/// <summary>A worker that is a thread of this process, connected by pipes in memory.</summary>
/// <remarks>Killing it cuts the connection: its function goes on unheard until it ends by itself.</remarks>
internal sealed class InProcessWorker : LaunchedProcess
{
    private readonly Pipe _toWorker = new();
    private readonly Pipe _toHost = new();
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InProcessWorker(Guid ticket)
    {
        Input = _toWorker.Writer.AsStream();
        Output = _toHost.Reader.AsStream();
        var output = _toHost.Writer.AsStream();
        var frames = new FrameWriter(async bytes => await output.WriteAsync(bytes).ConfigureAwait(false));
        void Exit() => End(new ExitStatus(0));
        var loop = new WorkerLoop(_toWorker.Reader.AsStream(), frames, exit: Exit, abandon: Exit);
        new Thread(() => loop.Run(ticket)) { IsBackground = true, Name = "PProcess in-process worker" }.Start();
    }

    public override int ProcessId => Environment.ProcessId;

    public override Stream Input { get; }

    public override Stream Output { get; }

    public override Task<ExitStatus> Exited => _exited.Task;

    public override Task<string> ReadStandardErrorAsync() => Task.FromResult("");

    public override void Terminate()
    {
        // There is no process to signal; the kill that follows cuts the connection.
    }

    public override void Kill() => End(new ExitStatus(137));

    public override ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private void End(ExitStatus status)
    {
        if (_exited.TrySetResult(status))
        {
            _toHost.Writer.Complete();
            _toWorker.Writer.Complete();
        }
    }
}
