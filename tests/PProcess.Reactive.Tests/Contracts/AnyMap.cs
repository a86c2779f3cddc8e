using System.Reactive.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>All operators over all kinds of sources, in one shape.</summary>
internal static class AnyMap
{
    /// <summary>What stands for a failed task in the results of <see cref="MapOperator.PMapOutcomes"/>.</summary>
    public const int Failed = -1;

    public static TheoryData<MapOperator, SourceKind> Forms => new(
        from map in Enum.GetValues<MapOperator>()
        from kind in Enum.GetValues<SourceKind>()
        select (map, kind));

    public static IAsyncEnumerable<int> Run(
        MapOperator map, SourceKind kind, IEnumerable<int> inputs, Func<int, CancellationToken, Task<int>> function, ExchangeOptions options) => (map, kind) switch
        {
            (MapOperator.PMap, SourceKind.Enumerable) => inputs.PMap(function, options),
            (MapOperator.PMap, SourceKind.AsyncEnumerable) => inputs.ToAsyncEnumerable().PMap(function, options),
            (MapOperator.PMap, _) => Pull(inputs.ToObservable().PMap(function, options)),
            (MapOperator.PMapUnordered, SourceKind.Enumerable) => inputs.PMapUnordered(function, options),
            (MapOperator.PMapUnordered, SourceKind.AsyncEnumerable) => inputs.ToAsyncEnumerable().PMapUnordered(function, options),
            (MapOperator.PMapUnordered, _) => Pull(inputs.ToObservable().PMapUnordered(function, options)),
            (MapOperator.PMapOutcomes, SourceKind.Enumerable) => inputs.PMapOutcomes(function, options).Select(Value),
            (MapOperator.PMapOutcomes, SourceKind.AsyncEnumerable) => inputs.ToAsyncEnumerable().PMapOutcomes(function, options).Select(Value),
            (MapOperator.PMapOutcomes, _) => Pull(inputs.ToObservable().PMapOutcomes(function, options)).Select(Value),
            (MapOperator.PMapMany, SourceKind.Enumerable) => inputs.PMapMany(ToStream(function), options),
            (MapOperator.PMapMany, SourceKind.AsyncEnumerable) => inputs.ToAsyncEnumerable().PMapMany(ToStream(function), options),
            (MapOperator.PMapMany, _) => Pull(inputs.ToObservable().PMapMany(ToStream(function), options)),
            _ => throw new ArgumentOutOfRangeException(nameof(map)),
        };

    /// <summary>Enumerates an observable; leaving ends the subscription.</summary>
    public static async IAsyncEnumerable<T> Pull<T>(IObservable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var values = Channel.CreateUnbounded<T>();
        using var subscription = source.Subscribe(
            value => values.Writer.TryWrite(value),
            error => values.Writer.TryComplete(error),
            () => values.Writer.TryComplete());
        await foreach (var value in values.Reader.ReadAllAsync(cancellationToken))
        {
            yield return value;
        }
    }

    private static int Value(Outcome<int, int> outcome) => outcome.Error is null ? outcome.Value : Failed;

    private static Func<int, CancellationToken, IAsyncEnumerable<int>> ToStream(Func<int, CancellationToken, Task<int>> function)
    {
        return (input, cancellationToken) => Core(function, input, cancellationToken);

        static async IAsyncEnumerable<int> Core(Func<int, CancellationToken, Task<int>> function, int input, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return await function(input, cancellationToken);
        }
    }
}
