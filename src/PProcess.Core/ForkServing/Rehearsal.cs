using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.ForkServing;

/// <summary>The whole life of a worker, with a host that is played: what the runtime finds, loads and compiles for it, the copies need not.</summary>
internal static class Rehearsal
{
    public static void Run()
    {
        var words = new MemoryStream();
        new CallWriter(new FrameWriter(bytes => Write(words, bytes))).Write(new HookTask(WarmUp.CreateCall()));

        // Who the worker is, and its result.
        using var answers = new CountdownEvent(2);
        var worker = new FrameWriter(_ =>
        {
            answers.Signal();
            return ValueTask.CompletedTask;
        });
        new WorkerLoop(new Script(words.ToArray(), answers), worker, exit: static () => { }, abandon: static () => { }).Run(Guid.Empty);
    }

    private static ValueTask Write(MemoryStream words, ReadOnlyMemory<byte> bytes)
    {
        words.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    // A host that said nothing more while its task ran would be taken for gone, and the task be cancelled, for which the thread pool would come.
    private sealed class Script(byte[] words, CountdownEvent answers) : MemoryStream(words, writable: false)
    {
        public override int Read(Span<byte> buffer)
        {
            if (Position == Length)
            {
                answers.Wait();
            }

            return base.Read(buffer);
        }
    }
}
