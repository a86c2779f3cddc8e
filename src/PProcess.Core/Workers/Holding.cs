namespace PProcess.Workers;

/// <summary>Tasks that are being ended, those that the same worker has beside them, and when either have left it.</summary>
internal sealed record Holding(List<WorkerTask> Ending, Task Ended, List<WorkerTask> Others, Task OthersGone);
