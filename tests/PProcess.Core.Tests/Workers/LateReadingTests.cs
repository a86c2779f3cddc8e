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
        await using var worker = Worker.Start(new EndedLauncher(static preamble => new LatePipe(preamble, Frames.Bytes(FrameKind.Result, FrameFlags.None, 1, []))));
        worker.Post(task);
        await task.Completion.WaitAsync(Deadline.Promptly);
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
