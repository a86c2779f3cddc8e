using PProcess.Generators;
using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive;

/// <summary>Watches connections to many background processes, and says which have something to receive.</summary>
/// <remarks>
/// <para>In the raw form, <see cref="ReadyAsync"/> says which. In the convenient form, a derived class receives in
/// <see cref="StoreDataAsync"/>, which the waiting calls invoke, one connection at a time.</para>
/// <para>As an observable it is hot: it announces each connection when something has arrived there, one call at a time, from the first subscription on.</para>
/// </remarks>
public partial class PersistentExchange : PersistentCollection, IObservable<PersistentChannel>
{
    private readonly ObserverSet<PersistentChannel> _observers = new();
    private readonly StoringTurn _storing = new();

    /// <summary>Waits until connections have something to receive.</summary>
    /// <param name="timeout">How long in all: zero polls, null waits for as long as something may come.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The connections that have a result or a failure, in the order of arrival; empty where the time is up or nothing more can come.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    public ValueTask<IReadOnlyList<PersistentChannel>> ReadyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ReadyByAsync(new Deadline(timeout, nameof(timeout)), cancellationToken);

    /// <summary>Waits until connections have something to receive, and stores it.</summary>
    /// <param name="timeout">How long to wait in all: zero polls, null waits for as long as something may come.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when what was ready has been stored. What <see cref="StoreDataAsync"/> throws, such as the failure of a function, is thrown here; other connections wait for the next call.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    public async ValueTask StoreAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        foreach (var channel in await ReadyAsync(timeout, cancellationToken).ConfigureAwait(false))
        {
            await _storing.RunAsync(() => StoreFromAsync(channel, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores what arrives until there is nothing more to come.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when every connected process has ended and everything has been stored.</returns>
    public async ValueTask FinishAsync(CancellationToken cancellationToken = default)
    {
        while (Unfinished)
        {
            await StoreAsync(null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Announces connections to an observer: those that have something to receive now, and from now on each that gets something.</summary>
    /// <param name="observer">Is told one connection at a time, from the thread pool; completed when the exchange is disposed.</param>
    /// <returns>Disposing it mutes the observer at once.</returns>
    public IDisposable Subscribe(IObserver<PersistentChannel> observer)
    {
        var subscription = _observers.Subscribe(observer, Watch.Ready);
        Watch.KeepAsking();
        return subscription;
    }

    /// <summary>Binds an address and a function to this exchange.</summary>
    /// <inheritdoc cref="PersistentCollection.Manage{T1}(string, Func{ProcessChannel, T1, Task})"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns: a value, a task, or a stream of values.</typeparam>
    /// <param name="address">Where the background process will be reached: a path, or a bare name.</param>
    /// <param name="function">The function.</param>
    [Arities]
    public Func<T1, Task<PersistentChannel>> Manage<T1, TResult>(string address, Func<T1, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return async (argument1) => await StartAsync(address, Invocation.Create(function, argument1)).ConfigureAwait(false);
    }

    /// <summary>Receives what a ready connection has, and does with it what the derived class is for.</summary>
    /// <param name="channel">A connection that has a result or a failure to be received.</param>
    /// <param name="cancellationToken">The token of the call that stores.</param>
    /// <returns>Ends when it is stored.</returns>
    /// <exception cref="InvalidOperationException">This exchange does not store: derive a class that does, or use <see cref="ReadyAsync(TimeSpan?, CancellationToken)"/>.</exception>
    protected virtual ValueTask StoreDataAsync(PersistentChannel channel, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("This exchange does not say what to do with what arrives. Derive a class that overrides StoreDataAsync, or receive from the connections that ReadyAsync gives.");

    private protected override void OnArrived(PersistentChannel channel) => _observers.Publish(channel);

    private protected override void OnDisposed() => _observers.Complete();

    // Another call may have stored it meanwhile.
    private ValueTask StoreFromAsync(PersistentChannel channel, CancellationToken cancellationToken) =>
        channel.IsReady ? StoreDataAsync(channel, cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask<IReadOnlyList<PersistentChannel>> ReadyByAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = Watch.Changed.Next;
            Watch.Ask();
            var ready = Watch.Ready;
            if (ready.Count > 0 || !Unfinished || deadline.HasPassed)
            {
                return ready;
            }

            await deadline.WaitAsync(changed, cancellationToken).ConfigureAwait(false);
        }
    }
}
