namespace PProcess.Reactive.Exchanges;

/// <summary>Lets any number of callers wait until something has changed.</summary>
/// <remarks>Take <see cref="Next"/>, look at the state, then wait: no change between is missed. Costs nothing while nobody waits.</remarks>
internal class ChangeSignal
{
    private TaskCompletionSource? _next;

    public Task Next
    {
        get
        {
            var next = Volatile.Read(ref _next);
            if (next is null)
            {
                var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = Interlocked.CompareExchange(ref _next, created, null) ?? created;
            }

            return next.Task;
        }
    }

    /// <summary>Something has changed, and that can be seen already.</summary>
    public void Raise()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _next) is not null)
        {
            Interlocked.Exchange(ref _next, null)?.TrySetResult();
        }
    }
}
