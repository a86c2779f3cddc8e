namespace PProcess.Reactive.Scheduling;

/// <summary>What a look at all workers has found.</summary>
/// <param name="Overdue">Those whose present task has had its time.</param>
/// <param name="Recalled">Tasks that wait in workers which are to be replaced.</param>
/// <param name="Done">Workers that are to be replaced and have no task.</param>
internal sealed record Review(List<Slot> Overdue, List<WorkerTask> Recalled, List<Worker> Done);
