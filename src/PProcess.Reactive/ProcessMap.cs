using System.Runtime.ExceptionServices;
using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive;

/// <summary>Collects the results of tasks in the order in which they were started.</summary>
/// <remarks>
/// <para>Keeps its results: they can be enumerated again and taken by index or range, each as soon as it is there. A task that failed is an error at its own place:
/// taking it throws, and an enumerator that has thrown goes on behind it when asked again.</para>
/// <para>A task has one place. A function that keeps sending has all its results there, one after another; an index gives the first.</para>
/// </remarks>
/// <typeparam name="T">The type of the results.</typeparam>
[ProcessBound]
public sealed class ProcessMap<T> : ResultExchange<T>
{
    private readonly Lock _gate = new();
    private readonly List<MapPlace<T>> _places = []; // Guarded by _gate; only grows.

    /// <summary>Creates a map with a limit as many as this process may use processors.</summary>
    public ProcessMap()
        : this(ExchangeOptions.Default)
    {
    }

    /// <summary>Creates a map with a limit.</summary>
    /// <param name="limit">How many tasks run at a time; null means no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public ProcessMap(int? limit)
        : this(ExchangeOptions.WithLimit(limit))
    {
    }

    /// <summary>Creates a map.</summary>
    /// <param name="options">How it runs its tasks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    public ProcessMap(ExchangeOptions options)
        : base(options)
    {
    }

    /// <summary>How many tasks have been started.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _places.Count;
            }
        }
    }

    /// <summary>The result of one task.</summary>
    /// <param name="index">Which task, counted from zero in the order in which they were started.</param>
    /// <returns>Ends when that task has; faults as it failed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such task has been started.</exception>
    public Task<T> this[int index] => (Find(index) ?? throw new ArgumentOutOfRangeException(nameof(index), index, $"{Count} tasks have been started.")).FirstAsync();

    /// <summary>The results of some tasks.</summary>
    /// <param name="range">Which tasks, in the order in which they were started.</param>
    /// <returns>Ends when those tasks have; faults as the first of them that failed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Some of the tasks have not been started.</exception>
    public Task<T[]> this[Range range]
    {
        get
        {
            var (offset, length) = range.GetOffsetAndLength(Count);
            return Task.WhenAll(Enumerable.Range(offset, length).Select(index => this[index]));
        }
    }

    /// <summary>Enumerates the results in the order in which the tasks were started, waiting for each.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The enumerator; behind the last task that has been started, it ends.</returns>
    public override IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(this, cancellationToken);

    private protected override IResultPlace<T> CreatePlace()
    {
        lock (_gate)
        {
            var place = new MapPlace<T>();
            _places.Add(place);
            return place;
        }
    }

    private protected override void OnDisposed()
    {
        // A map takes every result as it comes; nobody waits for room.
    }

    private MapPlace<T>? Find(int index)
    {
        lock (_gate)
        {
            return (uint)index < (uint)_places.Count ? _places[index] : null;
        }
    }

    private sealed class Enumerator(ProcessMap<T> map, CancellationToken cancellationToken) : IAsyncEnumerator<T>
    {
        private int _place;
        private int _index;

        public T Current { get; private set; } = default!;

        public async ValueTask<bool> MoveNextAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (map.Find(_place) is { } place)
            {
                if (!place.TryGet(_index, out var found))
                {
                    found = await place.GetAsync(_index, cancellationToken).ConfigureAwait(false);
                }

                if (!found.IsEnd)
                {
                    _index++;
                    Current = found.Value;
                    return true;
                }

                _place++;
                _index = 0;
                if (found.Error is not null)
                {
                    ExceptionDispatchInfo.Throw(found.Error);
                }
            }

            return false;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
