using System.Reactive.Disposables;

namespace PProcess.Reactive.Mappings;

/// <summary>Tells an observer what an enumeration gives, one call at a time.</summary>
/// <remarks>Disposing mutes the observer at once and ends the enumeration. An observer that throws gets its exception back through <c>OnError</c>.</remarks>
internal sealed class ResultSubscription<TResult>(IObserver<TResult> observer) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly SingleAssignmentDisposable _source = new();
    private IObserver<TResult>? _observer = observer;
    private Task _telling = Task.CompletedTask;

    public void Start(IAsyncEnumerable<TResult> results) => _telling = Task.Run(() => TellAsync(results), CancellationToken.None);

    /// <summary>Disposes the source of the inputs as well, when this is disposed.</summary>
    public void EndWith(IDisposable source) => _source.Disposable = source;

    public void Dispose()
    {
        Volatile.Write(ref _observer, null);
        _ending.Cancel();
        _source.Dispose();
    }

    private async Task TellAsync(IAsyncEnumerable<TResult> results)
    {
        try
        {
            await foreach (var result in results.WithCancellation(_ending.Token).ConfigureAwait(false))
            {
                Volatile.Read(ref _observer)?.OnNext(result);
            }

            Volatile.Read(ref _observer)?.OnCompleted();
        }
        catch (Exception error)
        {
            // From the enumeration or from the observer: either way the observer's last call.
            Guard(() => Interlocked.Exchange(ref _observer, null)?.OnError(error));
            _source.Dispose();
        }
    }

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
