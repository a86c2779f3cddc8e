namespace PProcess.Reactive.Scheduling;

/// <summary>Tasks that one worker gets next, in their order.</summary>
internal sealed record Assignment(Worker Worker, List<WorkerTask> Tasks);
