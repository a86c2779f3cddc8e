namespace PProcess.Reactive.Scheduling;

/// <summary>Workers that serve one exchange and end with it.</summary>
internal sealed class OwnWorkers(ExchangeOptions options) : IWorkerSource
{
    public Worker Rent() => Worker.Start(options.Launcher, options.Workers);

    public Task ReturnAsync(Worker worker) => worker.DisposeAsync().AsTask();
}
