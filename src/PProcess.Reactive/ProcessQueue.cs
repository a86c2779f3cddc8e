using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive;

/// <summary>Collects the results of tasks in the order in which they arrive.</summary>
/// <remarks>
/// <para>An enumeration takes results out of the queue and ends when every task that was started has ended and its results are taken;
/// several enumerations share them. A task's failure is thrown where it arrives; a further enumeration gives the rest.</para>
/// <para>Functions that keep sending wait while 256 of their results have not been taken.</para>
/// </remarks>
/// <typeparam name="T">The type of the results.</typeparam>
public sealed class ProcessQueue<T> : ResultExchange<T>
{
    private const int StreamCapacity = 256;

    private readonly Channel<Arrival> _results = Channel.CreateUnbounded<Arrival>();
    private readonly SemaphoreSlim _room = new(StreamCapacity);
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Creates a queue with a limit as many as this process may use processors.</summary>
    public ProcessQueue()
        : this(ExchangeOptions.Default)
    {
    }

    /// <summary>Creates a queue with a limit.</summary>
    /// <param name="limit">How many tasks run at a time; null means no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public ProcessQueue(int? limit)
        : this(ExchangeOptions.WithLimit(limit))
    {
    }

    /// <summary>Creates a queue.</summary>
    /// <param name="options">How it runs its tasks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public ProcessQueue(ExchangeOptions options)
        : base(options)
    {
    }

    /// <inheritdoc/>
    public override IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => TakeAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private protected override IResultPlace<T> CreatePlace() => new Place(this);

    private protected override void OnDisposed() => _disposed.Cancel();

    private async IAsyncEnumerable<T> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Changed.Next;
            var isLast = !Unfinished;
            var isEmpty = true;
            while (_results.Reader.TryRead(out var arrival))
            {
                isEmpty = false; // The loop's body may start further tasks.
                if (arrival.IsOfStream)
                {
                    _room.Release();
                }

                if (arrival.Error is { } error)
                {
                    ExceptionDispatchInfo.Throw(error);
                }

                yield return arrival.Value!;
            }

            if (isLast && isEmpty)
            {
                yield break;
            }

            if (isEmpty)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private readonly record struct Arrival(T? Value, Exception? Error, bool IsOfStream);

    private sealed class Place(ProcessQueue<T> queue) : IResultPlace<T>
    {
        public void Add(T result) => queue._results.Writer.TryWrite(new Arrival(result, null, IsOfStream: false));

        public async ValueTask AddAsync(T result)
        {
            await queue._room.WaitAsync(queue._disposed.Token).ConfigureAwait(false);
            queue._results.Writer.TryWrite(new Arrival(result, null, IsOfStream: true));
            queue.Changed.Raise();
        }

        public void Complete(Exception? error)
        {
            if (error is not null)
            {
                queue._results.Writer.TryWrite(new Arrival(default, error, IsOfStream: false));
            }
        }
    }
}
