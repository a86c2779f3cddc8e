namespace PProcess.Reactive.Scheduling;

/// <summary>Work started in the background that disposal waits for. Thread-safe.</summary>
internal sealed class UnderWay
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = []; // Guarded by _gate.

    public void Add(Task task)
    {
        lock (_gate)
        {
            _tasks.RemoveWhere(done => done.IsCompleted);
            _tasks.Add(task);
        }
    }

    /// <summary>Ends when nothing is under way, what was added meanwhile included.</summary>
    public async Task WhenDoneAsync()
    {
        while (Unfinished() is { Length: > 0 } tasks)
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
    }

    private Task[] Unfinished()
    {
        lock (_gate)
        {
            return [.. _tasks.Where(task => !task.IsCompleted)];
        }
    }
}
