using System.Text;

namespace PProcess.ForkServing;

/// <summary>What a copy of a fork server does first: it lets go of what is the server's, and becomes a worker.</summary>
internal sealed class NewProcess
{
    private const int MostDescriptors = 100; // At the start of a process.

    private readonly ExecutionContext? _context = ExecutionContext.Capture(); // The main thread's: its culture, for one.
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
        var worker = new Thread(() => WorkerHost.TakeOver(ticket, isForkServer: false)) { IsBackground = true };
        if (_context is null)
        {
            worker.Start();
        }
        else
        {
            ExecutionContext.Run(_context, static worker => ((Thread)worker!).Start(), worker);
        }
    }

    private static int[] CopiesOf(int descriptor)
    {
        var target = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        return [.. Enumerable.Range(0, MostDescriptors).Where(other => new FileInfo($"/proc/self/fd/{other}").LinkTarget == target)];
    }
}
