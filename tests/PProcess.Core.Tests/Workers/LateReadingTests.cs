using PProcess.Core.Tests.Framing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>A host that is so busy that it comes to read only when the worker has been gone for long.</summary>
public sealed class LateReadingTests
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_WorkerHasEndedBeforeItsResultIsRead_TheResultArrives()
    {
        var task = new ChannelTask(Invocation.Create(static () => { }));
        await using var worker = Worker.Start(new LateLauncher(Frames.Bytes(FrameKind.Result, FrameFlags.None, 1, [])));
        worker.Post(task);
        await task.Completion.WaitAsync(Deadline.Promptly);
    }

    private sealed class LateLauncher(byte[] last) : Launcher
    {
        public override LaunchedProcess Launch(LaunchTicket ticket) => new Ended(Preamble.Create(ticket.Id), last);
    }

    // Gone, but its pipe is open, for a process of its own still has it.
    private sealed class Ended(byte[] preamble, byte[] last) : LaunchedProcess
    {
        public override int ProcessId => 1;

        public override Stream Input => Stream.Null;

        public override Stream Output { get; } = new LatePipe(preamble, last);

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

    // What was sent last is seen by nobody who waited for it, only by who comes when waiting was given up.
    private sealed class LatePipe(byte[] first, byte[] last) : MemoryStream
    {
        private int _reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = ++_reads switch
            {
                1 => first,
                3 => last,
                _ => [],
            };
            if (bytes.Length == 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            bytes.CopyTo(buffer);
            return bytes.Length;
        }
    }
}
