using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive.Persistent;

/// <summary>Asks many background processes for their next results, and says which have one, in the order of arrival.</summary>
/// <remarks>Thread-safe. A process is asked once, and again when what it gave has been taken; nothing is asked for before somebody waits.</remarks>
internal sealed class ArrivalWatch
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<PersistentChannel> _channels = [];
    private readonly Dictionary<PersistentChannel, Task> _asked = [];
    private readonly List<PersistentChannel> _arrived = [];
    private readonly HashSet<PersistentChannel> _taken = [];
    private bool _keepsAsking;

    /// <summary>Raised when something has arrived, or a channel has come or gone.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Told when something has arrived. Must not block or throw.</summary>
    public Action<PersistentChannel>? Arrived { get; init; }

    /// <summary>Told of a channel of which nothing more will come, which is watched no longer. Must not block or throw.</summary>
    public Action<PersistentChannel>? Finished { get; init; }

    public IReadOnlyList<PersistentChannel> Channels
    {
        get
        {
            lock (_gate)
            {
                return [.. _channels];
            }
        }
    }

    /// <summary>Those that have something to be received, in the order of arrival.</summary>
    public IReadOnlyList<PersistentChannel> Ready
    {
        get
        {
            lock (_gate)
            {
                return [.. _arrived.Where(channel => channel.IsReady)];
            }
        }
    }

    public void Add(PersistentChannel channel)
    {
        bool keepsAsking;
        lock (_gate)
        {
            if (_channels.Contains(channel))
            {
                throw new ArgumentException("The channel is being watched already.", nameof(channel));
            }

            _channels.Add(channel);
            channel.Received += OnReceived;
            keepsAsking = _keepsAsking;
        }

        if (keepsAsking)
        {
            Ask();
        }

        Changed.Raise();
    }

    public bool Remove(PersistentChannel channel)
    {
        bool isRemoved;
        lock (_gate)
        {
            channel.Received -= OnReceived;
            isRemoved = _channels.Remove(channel);
            _arrived.Remove(channel);
        }

        Changed.Raise();
        return isRemoved;
    }

    /// <summary>Asks every channel that has nothing to be received.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            _arrived.RemoveAll(channel => !channel.IsReady); // Somebody has taken it.
            foreach (var channel in _channels)
            {
                if (!_asked.ContainsKey(channel) && !_arrived.Contains(channel) && !_taken.Contains(channel))
                {
                    // Under the gate, so that it cannot end before it is listed.
                    _asked.Add(channel, Task.Run(() => AskAsync(channel)));
                }
            }
        }
    }

    /// <summary>Takes the channel whose result arrived first, which is nobody else's until it is given back; null where none has one.</summary>
    public PersistentChannel? TakeReady()
    {
        lock (_gate)
        {
            var first = _arrived.FirstOrDefault();
            if (first is not null)
            {
                _arrived.Remove(first);
                _taken.Add(first);
            }

            return first;
        }
    }

    /// <summary>Its result has been received, or was left where it is.</summary>
    public void GiveBack(PersistentChannel channel)
    {
        lock (_gate)
        {
            _taken.Remove(channel);
        }

        Changed.Raise();
    }

    /// <summary>From now on each channel is asked again as soon as what it gave was taken.</summary>
    public void KeepAsking()
    {
        lock (_gate)
        {
            _keepsAsking = true;
        }

        Ask();
    }

    private void OnReceived(PersistentChannel channel)
    {
        bool keepsAsking;
        lock (_gate)
        {
            keepsAsking = _keepsAsking;
        }

        if (keepsAsking)
        {
            Ask();
        }
    }

    private async Task AskAsync(PersistentChannel channel)
    {
        bool hasArrived;
        try
        {
            hasArrived = await channel.WaitToReceiveAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            hasArrived = false;
        }

        bool isWatched;
        lock (_gate)
        {
            _asked.Remove(channel);
            isWatched = hasArrived ? _channels.Contains(channel) : _channels.Remove(channel);
            if (isWatched && hasArrived)
            {
                _arrived.Add(channel);
            }
        }

        if (isWatched)
        {
            (hasArrived ? Arrived : Finished)?.Invoke(channel);
        }

        Changed.Raise();
    }
}
