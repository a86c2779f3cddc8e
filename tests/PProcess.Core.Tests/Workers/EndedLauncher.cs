using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>Makes workers that are gone, but whose pipe is open, for a process of their own still has it.</summary>
/// <param name="createOutput">Makes the pipe of one that is to say this first.</param>
internal sealed class EndedLauncher(Func<byte[], Stream> createOutput) : Launcher
{
    public override LaunchedProcess Launch(LaunchTicket ticket) => new Ended(createOutput(Preamble.Create(ticket.Id)));

    private sealed class Ended(Stream output) : LaunchedProcess
    {
        public override int ProcessId => 1;

        public override Stream Input => Stream.Null;

        public override Stream Output => output;

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
