namespace PProcess.Reactive.Scheduling;

/// <summary>Workers that serve one exchange and end with it.</summary>
internal sealed class OwnWorkers(Launcher launcher) : IWorkerSource
{
    public Worker Rent() => Worker.Start(launcher);

    public Task ReturnAsync(Worker worker) => worker.DisposeAsync().AsTask();
}
