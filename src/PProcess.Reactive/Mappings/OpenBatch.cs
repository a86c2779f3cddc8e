namespace PProcess.Reactive.Mappings;

/// <summary>Inputs that have been pulled and not posted: the pump adds, and whoever finds a worker without work takes them.</summary>
/// <remarks>
/// Adding runs user code, which nobody may have to wait for: whoever comes to take meanwhile goes away again, and the pump asks
/// afterwards whether somebody came.
/// </remarks>
internal sealed class OpenBatch<T, TResult>(Mapping<T> mapping, InvocationBuffer calls, MapRun<T, TResult> run)
{
    private const int FirstCapacity = 32;
    private const int LargeSize = 64 * 1024;

    private MapSegment<T, TResult> _segment = new(FirstCapacity);
    private int _isTaken;
    private long _addedBytes;

    public MapSegment<T, TResult> Segment => _segment;

    /// <summary>How many inputs are in it.</summary>
    public int Count => calls.Count;

    /// <summary>Whether its inputs are so large that they had better travel without others.</summary>
    public bool IsLarge => calls.Length >= LargeSize;

    /// <summary>How many bytes all inputs have that have ever been added.</summary>
    public long AddedBytes => Volatile.Read(ref _addedBytes);

    /// <summary>Adds an input, as far as it can travel.</summary>
    /// <param name="input">The input.</param>
    /// <param name="full">What was taken first, as it could not grow.</param>
    /// <param name="refusal">Why the input cannot travel; its place is the last of the segment.</param>
    public void Add(T input, out MapBatch<T, TResult>? full, out Exception? refusal)
    {
        SpinUntilEntered();
        try
        {
            full = null;
            refusal = null;
            if (_segment.IsFull)
            {
                full = TakeAll();
                _segment = _segment.AddNext();
            }

            var before = calls.Length;
            var bytes = 0;
            try
            {
                mapping.Add(calls, input);
                bytes = calls.Length - before;
            }
            catch (Exception error)
            {
                // Also what the input's own code throws: the outcome of this input, and of no other.
                full ??= TakeAll();
                refusal = error;
            }

            _segment.Add(input, bytes);
            Volatile.Write(ref _addedBytes, _addedBytes + bytes);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Takes what is there; null where that is nothing, or the pump is adding.</summary>
    public MapBatch<T, TResult>? TryTake()
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            return null;
        }

        var batch = TakeAll();
        Leave();
        return batch;
    }

    private MapBatch<T, TResult>? TakeAll()
    {
        var count = calls.Count;
        return count == 0 ? null : new MapBatch<T, TResult>(calls.Take(), _segment, _segment.Count - count, run) { Retries = run.Retries };
    }

    // Held by others for as long as a few bytes take to copy.
    private void SpinUntilEntered()
    {
        var spinner = default(SpinWait);
        while (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            spinner.SpinOnce();
        }
    }

    private void Leave() => Interlocked.Exchange(ref _isTaken, 0);
}
