namespace PProcess.FaultHost;

/// <summary>What a task gives back: its id, and the process that ran it.</summary>
internal readonly record struct TaskResult(int Id, int ProcessId);
