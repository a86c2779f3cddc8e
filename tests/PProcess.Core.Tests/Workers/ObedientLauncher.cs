using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>Makes one worker, which is no process, keeps what it is asked, and ends when it is asked in the one way that it obeys.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Streams in memory have nothing to free.")]
internal sealed class ObedientLauncher(string obeyed) : Launcher
{
    private readonly Pipe _output = new();
    private readonly List<string> _asked = [];
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the host calls to wait awake for what the worker says.</summary>
    public Action? WaitAwake { get; init; }

    /// <summary>What the worker was asked, in order.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public override LaunchedProcess Launch(LaunchTicket ticket)
    {
        _output.Writer.WriteAsync(Preamble.Create(ticket.Id)).AsTask().Wait();
        return new Obedient(this);
    }

    public async Task SendAsync(byte[] bytes) => await _output.Writer.WriteAsync(bytes);

    public async Task CloseOutputAsync() => await _output.Writer.CompleteAsync();

    private void Ask(string way)
    {
        _asked.Add(way);
        if (way == obeyed)
        {
            _exited.TrySetResult(new ExitStatus(_asked.Count));
            _output.Writer.Complete();
        }
    }

    private sealed class Obedient(ObedientLauncher launcher) : LaunchedProcess
    {
        public override int ProcessId => 1;

        public override Stream Input { get; } = new Heard(launcher);

        public override Stream Output { get; } = launcher._output.Reader.AsStream();

        internal override Action? WaitAwake => launcher.WaitAwake;

        public override Task<ExitStatus> Exited => launcher._exited.Task;

        public override Task<string> ReadStandardErrorAsync() => Task.FromResult("");

        public override void Terminate() => launcher.Ask("Terminate");

        public override void Kill() => launcher.Ask("Kill");

        public override ValueTask DisposeAsync()
        {
            launcher.Ask("Dispose");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Heard(ObedientLauncher launcher) : MemoryStream
    {
        private readonly FrameReader _frames = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _frames.Read(buffer, frame =>
            {
                if (frame.Kind == FrameKind.Close)
                {
                    launcher.Ask("Close");
                }
            });
            return ValueTask.CompletedTask;
        }
    }
}
