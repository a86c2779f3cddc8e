using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive;

/// <summary>Collects the results of tasks in the order in which they arrive.</summary>
/// <remarks>
/// <para>An enumeration takes results out of the queue and ends when every task that was started has ended and its results are taken;
/// several enumerations share them. A task's failure is thrown where it arrives; a further enumeration gives the rest.</para>
/// <para>While as many results wait as <see cref="ExchangeOptions.BufferCapacity"/> and <see cref="ExchangeOptions.BufferBytes"/> allow, no further
/// task begins, and functions that keep sending wait; unless someone awaits <see cref="ResultExchange{T}.FinishAsync"/>, which asks for all of them.</para>
/// </remarks>
/// <typeparam name="T">The type of the results.</typeparam>
[ProcessBound]
public sealed class ProcessQueue<T> : ResultExchange<T>
{
    private readonly ResultBuffer<T> _results;
    private readonly Place _place;

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
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    public ProcessQueue(ExchangeOptions options)
        : base(options)
    {
        _results = new ResultBuffer<T>(options.BufferCapacity, options.BufferBytes);
        _place = new Place(this);
    }

    private protected override bool MayBegin => _results.HasRoom;

    /// <inheritdoc/>
    public override async ValueTask FinishAsync(CancellationToken cancellationToken = default)
    {
        _results.Unbind();
        try
        {
            Dispatcher.Continue();
            await base.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _results.Bind();
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => TakeAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private protected override IResultPlace<T> CreatePlace() => _place;

    private protected override void OnDisposed() => _results.Unbind();

    private async IAsyncEnumerable<T> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var isLast = !Unfinished;
            var isEmpty = true;
            cancellationToken.ThrowIfCancellationRequested();
            while (_results.TryTake(out var arrival, out var makesRoom))
            {
                isEmpty = false; // The loop's body may start further tasks.
                if (makesRoom)
                {
                    Dispatcher.Continue();
                }

                if (arrival.Error is { } error)
                {
                    ExceptionDispatchInfo.Throw(error);
                }

                yield return arrival.Value!;
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (isLast && isEmpty)
            {
                yield break;
            }

            var changed = Changed.Next;
            if (isEmpty && Unfinished && _results.IsEmpty)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private sealed class Place(ProcessQueue<T> queue) : IResultPlace<T>
    {
        public void Add(T result, long bytes) => queue._results.Add(new Arrival<T>(result, null, bytes));

        public async ValueTask AddAsync(T result, long bytes)
        {
            await queue._results.WaitForRoomAsync().ConfigureAwait(false);
            queue._results.Add(new Arrival<T>(result, null, bytes));
            queue.Changed.Raise();
        }

        public void Complete(Exception? error)
        {
            if (error is not null)
            {
                queue._results.Add(new Arrival<T>(default, error, 0));
            }
        }
    }
}
