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
    private readonly Lock _gate = new();
    private bool _isEnded; // Guarded by _gate, as is the writing to the host: a pipe's writer is for one thread at a time.

    public InProcessWorker(Guid ticket)
    {
        Input = _toWorker.Writer.AsStream();
        Output = _toHost.Reader.AsStream();
        var loop = new WorkerLoop(_toWorker.Reader.AsStream(), new FrameWriter(WriteToHostAsync), exit: () => End(new ExitStatus(0)), Abandon);
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
        _toHost.Reader.Complete(); // Lets go a write that waits for a reader.
        return ValueTask.CompletedTask;
    }

    private async ValueTask WriteToHostAsync(ReadOnlyMemory<byte> bytes)
    {
        ValueTask<FlushResult> flush;
        lock (_gate)
        {
            if (_isEnded)
            {
                throw new IOException("The in-process worker has ended.");
            }

            flush = _toHost.Writer.WriteAsync(bytes);
        }

        await flush.ConfigureAwait(false);
    }

    // Called by the thread that reads from the host.
    private void Abandon()
    {
        _toWorker.Reader.Complete();
        End(new ExitStatus(0));
    }

    private void End(ExitStatus status)
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _toHost.Writer.Complete();
        }

        _toWorker.Reader.CancelPendingRead();
        _exited.TrySetResult(status);
    }
}
