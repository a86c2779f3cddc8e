using System.Text;

namespace PProcess.ForkServing;

/// <summary>What a copy of a fork server does first: it lets go of what is the server's, and becomes a worker.</summary>
internal sealed class NewProcess
{
    private const int MostDescriptors = 100; // At the start of a process.
    private const ulong MostStack = 256 * 1024 * 1024; // Of which only what is used is taken.

    private readonly EndSignals _signals = new();
    private readonly ExecutionContext _context = CaptureContext();
    private readonly int _stackSize = (int)Math.Min(SystemCalls.StackLimit(), MostStack);
    private readonly int _server = SystemCalls.ProcessId();
    private readonly byte[] _name = Encoding.UTF8.GetBytes(File.ReadAllText("/proc/self/comm").TrimEnd('\n') + '\0');

    // The runtime has copies of its own, by which it speaks its last words.
    private readonly int[] _standardErrors = CopiesOf(SystemCalls.StandardError);

    /// <summary>Called in the copy, on the only thread it has.</summary>
    /// <param name="ticket">The launch.</param>
    /// <param name="streams">The copy's own streams.</param>
    /// <param name="others">Descriptors that are not its own.</param>
    public void Become(Guid ticket, in ChildStreams streams, ReadOnlySpan<int> others)
    {
        SystemCalls.DieWithParent();
        if (SystemCalls.ParentId() != _server)
        {
            SystemCalls.ExitNow(0); // It was too late for that.
        }

        foreach (var descriptor in others)
        {
            SystemCalls.Close(descriptor);
        }

        foreach (var descriptor in _standardErrors)
        {
            SystemCalls.DuplicateTo(streams.StandardError, descriptor, descriptor == SystemCalls.StandardError ? 0 : SystemCalls.CloseOnExec);
        }

        SystemCalls.DuplicateTo(streams.Input, SystemCalls.StandardInput, 0);
        SystemCalls.DuplicateTo(streams.Output, SystemCalls.StandardOutput, 0);
        streams.Close(alsoExit: true);
        SystemCalls.SetThreadName(_name); // Which is the process's: this thread is its main one.
        _signals.Heed();
        var worker = new Thread(() => WorkerHost.TakeOver(ticket, isForkServer: false), _stackSize) { IsBackground = true };
        ExecutionContext.Run(_context, static worker => ((Thread)worker!).Start(), worker);
    }

    // The main thread's: its culture, for one. It waits from now on, and needs nothing held back from its like.
    private static ExecutionContext CaptureContext()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            ExecutionContext.RestoreFlow();
        }

        return ExecutionContext.Capture()!;
    }

    private static int[] CopiesOf(int descriptor)
    {
        var target = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        return [.. Enumerable.Range(0, MostDescriptors).Where(other => new FileInfo($"/proc/self/fd/{other}").LinkTarget == target)];
    }
}
