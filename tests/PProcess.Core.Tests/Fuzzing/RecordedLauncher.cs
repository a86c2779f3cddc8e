using PProcess.Framing;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>Makes workers that say what a session says, once they are to begin, and end when it was heard.</summary>
internal sealed class RecordedLauncher(byte[] session) : Launcher
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the host calls to wait awake for what they say.</summary>
    public Action? WaitAwake { get; init; }

    /// <summary>Lets the workers speak: the tasks that they speak of are there.</summary>
    public void Begin() => _begun.TrySetResult();

    public override LaunchedProcess Launch(LaunchTicket ticket) => new Recorded([.. Preamble.Create(ticket.Id), .. session], _begun.Task, WaitAwake);

    private sealed class Recorded(byte[] output, Task begun, Action? waitAwake) : LaunchedProcess
    {
        private readonly RecordedOutput _output = new(output, begun);

        public override int ProcessId => 1;

        public override Stream Input => Stream.Null;

        public override Stream Output => _output;

        internal override Action? WaitAwake => waitAwake;

        public override Task<ExitStatus> Exited => _output.Ended;

        public override Task<string> ReadStandardErrorAsync() => Task.FromResult("");

        public override void Terminate() => _output.End();

        public override void Kill() => _output.End();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class RecordedOutput(byte[] output, Task begun) : MemoryStream(output, writable: false)
    {
        private readonly TaskCompletionSource<ExitStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ExitStatus> Ended => _ended.Task;

        public void End() => _ended.TrySetResult(new ExitStatus(0));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await begun.WaitAsync(cancellationToken);
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                End();
            }

            return count;
        }
    }
}
