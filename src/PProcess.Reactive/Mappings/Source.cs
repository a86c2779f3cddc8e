namespace PProcess.Reactive.Mappings;

/// <summary>The inputs of a map, whichever kind of sequence they are pulled from.</summary>
internal static class Source
{
    public static IAsyncEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Pulled<T>(source);
    }

    public static IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source;
    }

    /// <summary>Whether the inputs are there before they are asked for. A sequence that computes them may use the memory of one for the next.</summary>
    public static bool IsStored<T>(IAsyncEnumerable<T> source) => source is Pulled<T> { IsStored: true };

    /// <summary>A sequence whose values are there when they are asked for: no state machine for each of them.</summary>
    private sealed class Pulled<T>(IEnumerable<T> source) : IAsyncEnumerable<T>
    {
        public bool IsStored => source is T[] || source.GetType() == typeof(List<T>);

        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken) => new Enumerator(source);

        private sealed class Enumerator(IEnumerable<T> source) : IAsyncEnumerator<T>
        {
            private IEnumerator<T>? _values; // Asked for with the first value: a source may run code by then.

            public T Current => _values!.Current;

            public ValueTask<bool> MoveNextAsync() => new((_values ??= source.GetEnumerator()).MoveNext());

            public ValueTask DisposeAsync()
            {
                _values?.Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
