using PProcess.Launching;

namespace PProcess;

/// <summary>What turns a started program into the worker of one launch.</summary>
public sealed class LaunchTicket
{
    internal LaunchTicket(WorkerOptions options)
    {
        Id = Guid.NewGuid();
        Environment = WorkerEnvironment.For(Id, options.GCHeapHardLimit);
    }

    internal Guid Id { get; }

    /// <summary>The environment variables that the program must be started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }
}
