using System.Reactive.Linq;

namespace PProcess.Reactive.Mappings;

/// <summary>Results as a cold observable: each subscription enumerates anew, and its end ends what it started.</summary>
internal static class ResultObservable
{
    public static IObservable<TResult> Of<TResult>(IAsyncEnumerable<TResult> results) => Observable.Create<TResult>(async (observer, cancellationToken) =>
    {
        await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            observer.OnNext(result);
        }
    });
}
