using System.Diagnostics.CodeAnalysis;
using PProcess.Core.Tests.Framing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>Workers in this process, whose sessions are kept.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Streams in memory have nothing to free.")]
internal sealed class RecordingLauncher : Launcher
{
    private readonly MemoryStream _toWorker = new();
    private readonly MemoryStream _toHost = new();

    public byte[] ToWorker => Taken(_toWorker);

    /// <summary>The functions and calls among what the worker has been sent.</summary>
    public List<Frame> Calls => [.. Frames.ParseAll(ToWorker).Where(frame => frame.Kind is FrameKind.Define or FrameKind.Call)];

    /// <summary>What the worker has sent, the preamble included.</summary>
    public byte[] ToHost => Taken(_toHost);

    public override LaunchedProcess Launch(LaunchTicket ticket) => new Recording(InProcess.Launch(ticket), this);

    private static byte[] Taken(MemoryStream stream)
    {
        lock (stream)
        {
            return stream.ToArray();
        }
    }

    private sealed class Recording(LaunchedProcess inner, RecordingLauncher launcher) : LaunchedProcess
    {
        public override int ProcessId => inner.ProcessId;

        public override Stream Input { get; } = new Tee(inner.Input, launcher._toWorker);

        public override Stream Output { get; } = new Tee(inner.Output, launcher._toHost);

        public override Task<ExitStatus> Exited => inner.Exited;

        public override Task<string> ReadStandardErrorAsync() => inner.ReadStandardErrorAsync();

        public override void Terminate() => inner.Terminate();

        public override void Kill() => inner.Kill();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
