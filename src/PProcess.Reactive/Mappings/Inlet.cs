using System.Reactive.Disposables;
using System.Threading.Channels;

namespace PProcess.Reactive.Mappings;

/// <summary>Holds what an observable pushes until it is asked for; holds the observable itself where that is too much.</summary>
internal sealed class Inlet<T> : IObserver<T>, IDisposable
{
    // An observable cannot be asked to wait, other than by holding its call.
    private const int Capacity = 64;

    private readonly Channel<T> _values = Channel.CreateBounded<T>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly SingleAssignmentDisposable _subscription = new();
    private readonly ManualResetEventSlim _subscribedOrFull = new();
    private volatile bool _isSubscribed;
    private Task _subscribing = Task.CompletedTask;

    /// <summary>Subscribes, and waits until that is done, or until the source has pushed meanwhile as much as is held.</summary>
    public void Subscribe(IObservable<T> source)
    {
        _subscribing = Task.Factory.StartNew(() => SubscribeHere(source), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _subscribedOrFull.Wait();
    }

    // A source that pushes within its Subscribe is stopped by an exception once nobody wants its values.
    private void SubscribeHere(IObservable<T> source)
    {
        try
        {
            var subscription = source.Subscribe(this);
            _isSubscribed = true;
            _subscription.Disposable = subscription;
        }
        catch (Exception error)
        {
            _values.Writer.TryComplete(error); // Behind the values that it has pushed.
        }
        finally
        {
            _subscribedOrFull.Set();
        }
    }

    public async IAsyncEnumerator<T> ReadAllAsync(CancellationToken cancellationToken)
    {
        using var end = this;
        await foreach (var value in _values.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return value;
        }
    }

    public void OnCompleted() => _values.Writer.TryComplete();

    public void OnError(Exception error) => _values.Writer.TryComplete(error);

    public void OnNext(T value)
    {
        if (_values.Writer.TryWrite(value))
        {
            return;
        }

        _subscribedOrFull.Set();
        try
        {
            _values.Writer.WriteAsync(value, _ending.Token).AsTask().GetAwaiter().GetResult(); // Holding the source is its back-pressure.
        }
        catch (Exception error) when (_isSubscribed && error is (OperationCanceledException or ChannelClosedException))
        {
            // Nobody wants values any more; the subscription is ending.
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _values.Writer.TryComplete();
        _subscription.Dispose();
    }
}
