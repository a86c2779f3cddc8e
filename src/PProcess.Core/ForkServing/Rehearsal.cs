using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.ForkServing;

/// <summary>A worker's life on one thread, with a host that is played: what the runtime finds, loads and compiles for it, the copies need not.</summary>
internal static class Rehearsal
{
    public static void Run()
    {
        var said = new MemoryStream();
        var host = new CallWriter(new FrameWriter(bytes => Write(said, bytes)));
        host.Write(new HookTask(WarmUp.CreateCall()) { Id = 1 });
        host.Write(new ChannelTask(Invocation.Create(SpeakAsync)) { Id = 2 });
        said.Position = 0;
        new WorkerLoop(said, new FrameWriter(static _ => ValueTask.CompletedTask), exit: static () => { }, abandon: static () => { }).Serve();
    }

    private static async Task SpeakAsync(ProcessChannel channel) => await channel.SendAsync(0).ConfigureAwait(false);

    private static ValueTask Write(MemoryStream said, ReadOnlyMemory<byte> bytes)
    {
        said.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }
}
