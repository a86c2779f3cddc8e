using PProcess.Launching;

namespace PProcess;

/// <summary>What turns a started program into the worker of one launch.</summary>
public sealed class LaunchTicket
{
    internal LaunchTicket(WorkerOptions options)
        : this(options, WorkerEnvironment.ForWorker)
    {
    }

    private LaunchTicket(WorkerOptions options, Func<Guid, long?, Dictionary<string, string>> createEnvironment)
    {
        Id = Guid.NewGuid();
        GCHeapHardLimit = options.GCHeapHardLimit;
        Environment = createEnvironment(Id, options.GCHeapHardLimit);
    }

    internal Guid Id { get; }

    internal long? GCHeapHardLimit { get; }

    /// <summary>The environment variables that the program must be started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>What turns a started program into a fork server.</summary>
    internal static LaunchTicket ForForkServer(WorkerOptions options) => new(options, WorkerEnvironment.ForForkServer);
}
