namespace PProcess.Workers;

/// <summary>The right to read from the host, held by one of two threads.</summary>
/// <remarks>
/// The thread that reads a task also runs it, which spares a change of threads; while it does, it lends its turn. The other
/// thread looks every millisecond, and takes the turn of a task that is still running since the last look: so
/// cancellations and the host's end are seen within two milliseconds, and short tasks never wake it. After a while
/// without tasks it sleeps.
/// </remarks>
internal sealed class ReadingTurn
{
    private const int LookMilliseconds = 1;
    private const int LooksBeforeSleep = 10;
    private const int Held = 0;
    private const int Lent = 1;

    // A monitor, since a semaphore spins before it waits: a thousand times a second, in every worker that has nothing to do.
    private readonly object _wake = new();
    private int _state = Held;
    private int _loans;
    private volatile bool _isAsleep;
    private volatile bool _isStopped;

    /// <summary>Lends the turn of the calling thread, which is about to run tasks.</summary>
    public void Lend()
    {
        Interlocked.Increment(ref _loans);
        Interlocked.Exchange(ref _state, Lent);
        if (_isAsleep)
        {
            Wake();
        }
    }

    /// <summary>Takes the turn back, unless the other thread has taken it meanwhile.</summary>
    public bool TryReclaim() => Interlocked.Exchange(ref _state, Held) == Lent;

    /// <summary>Waits until the other thread runs a task that takes its time, and takes the turn.</summary>
    /// <returns>False where nobody is to read any more.</returns>
    public bool WaitToTake()
    {
        var seen = -1;
        var quietLooks = 0;
        while (!_isStopped)
        {
            var loan = Volatile.Read(ref _loans);
            if (loan == seen && Interlocked.CompareExchange(ref _state, Held, Lent) == Lent)
            {
                return true;
            }

            quietLooks = loan == seen ? quietLooks + 1 : 0;
            seen = loan;
            if (quietLooks < LooksBeforeSleep)
            {
                Wait(LookMilliseconds);
            }
            else
            {
                Sleep(loan);
                quietLooks = 0;
            }
        }

        return false;
    }

    /// <summary>Nobody is to read any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        Wake();
    }

    private void Wait(int milliseconds)
    {
        lock (_wake)
        {
            if (!_isStopped)
            {
                Monitor.Wait(_wake, milliseconds);
            }
        }
    }

    private void Wake()
    {
        lock (_wake)
        {
            Monitor.Pulse(_wake);
        }
    }

    // Who lends counts first and looks whether anybody sleeps then; here it is the other way round. So one of the two sees the other.
    private void Sleep(int loan)
    {
        lock (_wake)
        {
            _isAsleep = true;
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _loans) == loan && !_isStopped)
            {
                Monitor.Wait(_wake);
            }

            _isAsleep = false;
        }
    }
}
