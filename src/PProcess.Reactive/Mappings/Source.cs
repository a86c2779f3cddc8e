using System.Threading.Channels;

namespace PProcess.Reactive.Mappings;

/// <summary>The inputs of a map, whichever kind of sequence they come as.</summary>
internal static class Source
{
    // An observable cannot be asked to wait, other than by holding its call.
    private const int ObservableCapacity = 64;

    public static IAsyncEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ToAsyncEnumerable();
    }

    public static IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source;
    }

    public static IAsyncEnumerable<T> Of<T>(IObservable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Core(source);

        static async IAsyncEnumerable<T> Core(IObservable<T> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var inputs = Channel.CreateBounded<T>(new BoundedChannelOptions(ObservableCapacity) { SingleReader = true });
            using var subscription = await Task.Run(() => source.Subscribe(new Inlet<T>(inputs.Writer, cancellationToken)), cancellationToken).ConfigureAwait(false);
            await foreach (var input in inputs.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return input;
            }
        }
    }

    private sealed class Inlet<T>(ChannelWriter<T> writer, CancellationToken cancellationToken) : IObserver<T>
    {
        public void OnCompleted() => writer.TryComplete();

        public void OnError(Exception error) => writer.TryComplete(error);

        public void OnNext(T value)
        {
            if (writer.TryWrite(value))
            {
                return;
            }

            try
            {
                writer.WriteAsync(value, cancellationToken).AsTask().GetAwaiter().GetResult(); // Holding the source is its back-pressure.
            }
            catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
            {
                // Nobody wants inputs any more; the subscription is about to end.
            }
        }
    }
}
