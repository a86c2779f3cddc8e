namespace PProcess.Reactive.Exchanges;

/// <summary>The results that wait to be taken from a queue, and whether there is room for more.</summary>
/// <remarks>
/// Thread-safe. What a running task gives is always taken in; the bounds stop further tasks from beginning, and make
/// those wait that keep sending.
/// </remarks>
internal sealed class ResultBuffer<T>(int capacity, long maxBytes)
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Queue<Arrival<T>> _arrivals = [];
    private long _bytes;
    private int _unbounded;
    private TaskCompletionSource? _room;

    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return HasRoomUnderGate;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _arrivals.Count == 0;
            }
        }
    }

    private bool HasRoomUnderGate => _unbounded > 0 || (_arrivals.Count < capacity && _bytes < maxBytes);

    public void Add(Arrival<T> arrival)
    {
        lock (_gate)
        {
            _arrivals.Enqueue(arrival);
            _bytes += arrival.Bytes;
        }
    }

    /// <summary>Takes the oldest result.</summary>
    /// <param name="arrival">The result.</param>
    /// <param name="makesRoom">Whether there was no room before.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out Arrival<T> arrival, out bool makesRoom)
    {
        TaskCompletionSource? room = null;
        bool taken;
        lock (_gate)
        {
            var hadRoom = HasRoomUnderGate;
            taken = _arrivals.TryDequeue(out arrival);
            _bytes -= arrival.Bytes;
            makesRoom = !hadRoom && HasRoomUnderGate;
            if (makesRoom)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult();
        return taken;
    }

    /// <summary>Lifts the bounds while someone waits for the tasks themselves: without a consumer they could not go on.</summary>
    public void Unbind()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _unbounded++;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
    }

    public void Bind()
    {
        lock (_gate)
        {
            _unbounded--;
        }
    }

    /// <summary>Waits until there is room.</summary>
    public async ValueTask WaitForRoomAsync()
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (HasRoomUnderGate)
                {
                    return;
                }

                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await room.ConfigureAwait(false);
        }
    }
}
