namespace PProcess.Reactive.Scheduling;

/// <summary>Where a dispatcher gets its workers, and where they go.</summary>
internal interface IWorkerSource
{
    /// <exception cref="LaunchException">None can be started.</exception>
    Worker Rent();

    /// <summary>Takes a worker that has no task.</summary>
    Task ReturnAsync(Worker worker);
}
