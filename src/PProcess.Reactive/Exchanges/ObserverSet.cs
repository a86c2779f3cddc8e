namespace PProcess.Reactive.Exchanges;

/// <summary>Observers that are told one thing at a time, in order.</summary>
/// <remarks>An observer that throws gets its exception back through <c>OnError</c> and is told nothing more; the others never notice.</remarks>
internal sealed class ObserverSet<T>
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Queue<(Subscription? Only, T Value)> _values = [];
    private Subscription[] _subscriptions = [];
    private bool _isComplete;
    private bool _isTelling;
    private Task _telling = Task.CompletedTask;

    /// <summary>Adds an observer, who is first told the values given.</summary>
    public IDisposable Subscribe(IObserver<T> observer, IEnumerable<T> first)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, observer);
        lock (_gate)
        {
            if (!_isComplete)
            {
                _subscriptions = [.. _subscriptions, subscription];
                foreach (var value in first)
                {
                    _values.Enqueue((subscription, value));
                }

                TellUnderGate();
                return subscription;
            }
        }

        subscription.Complete();
        return subscription;
    }

    public void Publish(T value)
    {
        lock (_gate)
        {
            if (_subscriptions.Length > 0 && !_isComplete)
            {
                _values.Enqueue((null, value));
                TellUnderGate();
            }
        }
    }

    /// <summary>Nothing more will be published.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            TellUnderGate();
        }
    }

    private void TellUnderGate()
    {
        if (!_isTelling)
        {
            _isTelling = true;
            _telling = Task.Run(Tell);
        }
    }

    private void Tell()
    {
        while (TakeNext(out var only, out var value, out var subscriptions, out var isComplete))
        {
            foreach (var subscription in subscriptions)
            {
                if (isComplete)
                {
                    subscription.Complete();
                }
                else if (only is null || only == subscription)
                {
                    subscription.Tell(value);
                }
            }
        }
    }

    private bool TakeNext(out Subscription? only, out T value, out Subscription[] subscriptions, out bool isComplete)
    {
        lock (_gate)
        {
            subscriptions = _subscriptions;
            isComplete = false;
            if (_values.TryDequeue(out var next))
            {
                (only, value) = next;
                return true;
            }

            (only, value) = (null, default!);
            if (_isComplete && subscriptions.Length > 0)
            {
                _subscriptions = [];
                return isComplete = true;
            }

            _isTelling = false;
            return false;
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
        }
    }

    private sealed class Subscription(ObserverSet<T> owner, IObserver<T> observer) : IDisposable
    {
        private IObserver<T>? _observer = observer;

        public void Dispose()
        {
            Volatile.Write(ref _observer, null);
            owner.Remove(this);
        }

        public void Tell(T value)
        {
            var observer = Volatile.Read(ref _observer);
            try
            {
                observer?.OnNext(value);
            }
            catch (Exception error)
            {
                Dispose();
                Guard(() => observer!.OnError(error));
            }
        }

        public void Complete() => Guard(() => Interlocked.Exchange(ref _observer, null)?.OnCompleted());

        private static void Guard(Action tell)
        {
            try
            {
                tell();
            }
            catch (Exception)
            {
                // An observer that throws here as well has been told all there is to tell.
            }
        }
    }
}
