using PProcess.Framing;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>Makes workers that say what a session says, and end.</summary>
internal sealed class RecordedLauncher(byte[] session) : Launcher
{
    public override LaunchedProcess Launch(LaunchTicket ticket) => new Recorded([.. Preamble.Create(ticket.Id), .. session]);

    private sealed class Recorded : LaunchedProcess
    {
        public Recorded(byte[] output) => Output = new MemoryStream(output, writable: false);

        public override int ProcessId => 1;

        public override Stream Input => Stream.Null;

        public override Stream Output { get; }

        public override Task<ExitStatus> Exited { get; } = Task.FromResult(new ExitStatus(0));

        public override Task<string> ReadStandardErrorAsync() => Task.FromResult("");

        public override void Terminate()
        {
            // It has ended.
        }

        public override void Kill()
        {
            // It has ended.
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
