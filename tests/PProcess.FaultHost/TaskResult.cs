namespace PProcess.FaultHost;

/// <summary>What a task gives back: its id, the id of the process that ran it, and what no other process has, as ids of processes are used again.</summary>
internal readonly record struct TaskResult(int Id, int ProcessId, Guid Worker);
