using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using PProcess.Generators;
using PProcess.Reactive.Mappings;

namespace PProcess.Reactive;

/// <summary>Runs a function in child processes, over the inputs of a sequence.</summary>
/// <remarks>
/// <para>Nothing starts before the enumeration or subscription does; each has tasks of its own. The function and the variables
/// that it has captured are taken by value when the operator is called.</para>
/// <para>Inputs are pulled as capacity frees, by one thread at a time, at most a few per running task ahead of the consumer: an endless source works, and a
/// slow consumer stops the pulling. Of tiny tasks more are pulled and sent at a time than run.</para>
/// <para>An input is taken by value as it is pulled. One exception: where the source is an array or a <see cref="List{T}"/> of arrays of primitives, those of more than 128 KiB are
/// sent from where they are, and must not change until their result is there; so are byte buffers that are parts of arrays.</para>
/// <para>Leaving the loop, by <c>break</c>, exception or cancellation, or ending the subscription, ends the tasks: a function
/// with a <see cref="CancellationToken"/> parameter has a second to obey it; any other is ended with its process.</para>
/// <para>An observable source is subscribed to, by a thread of its own, within the call that subscribes to the results, and held in its <c>OnNext</c> when it outruns the workers. An
/// observer that throws gets its exception back through <c>OnError</c>.</para>
/// <para>A worker that dies costs the task that it ran, and no other.</para>
/// </remarks>
public static partial class ParallelMap
{
    /// <summary>Gives the function's result for each input, in the order of the inputs.</summary>
    /// <typeparam name="T">The type of the inputs.</typeparam>
    /// <typeparam name="TResult">The type of the results.</typeparam>
    /// <param name="source">The inputs.</param>
    /// <param name="function">The function, run in child processes.</param>
    /// <param name="options">How the tasks run; the default reuses workers of a shared pool, one per processor.</param>
    /// <returns>The results. The first failure is thrown at its place, behind the results before it, and ends the rest.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    /// <exception cref="CannotTravelException">The function or a captured variable cannot be carried to another process.</exception>
    [Forms]
    public static IAsyncEnumerable<TResult> PMap<T, TResult>(this IEnumerable<T> source, Func<T, TResult> function, ExchangeOptions? options = null) =>
        Values<T, TResult>(Source.Of(source), Mapping.Of(function), options, isOrdered: true);

    /// <summary>Gives the function's results as they arrive, in no particular order.</summary>
    /// <inheritdoc cref="PMap{T, TResult}(IEnumerable{T}, Func{T, TResult}, ExchangeOptions?)"/>
    /// <typeparam name="T">The type of the inputs.</typeparam>
    /// <typeparam name="TResult">The type of the results.</typeparam>
    /// <param name="source">The inputs.</param>
    /// <param name="function">The function, run in child processes.</param>
    /// <param name="options">How the tasks run; the default reuses workers of a shared pool, one per processor.</param>
    /// <returns>The results. The first failure to arrive is thrown, and ends the rest.</returns>
    [Forms]
    public static IAsyncEnumerable<TResult> PMapUnordered<T, TResult>(this IEnumerable<T> source, Func<T, TResult> function, ExchangeOptions? options = null) =>
        Values<T, TResult>(Source.Of(source), Mapping.Of(function), options, isOrdered: false);

    /// <summary>Gives one outcome for each input, in the order of the inputs: its value, or its error. A failure ends nothing else.</summary>
    /// <inheritdoc cref="PMap{T, TResult}(IEnumerable{T}, Func{T, TResult}, ExchangeOptions?)"/>
    /// <typeparam name="T">The type of the inputs.</typeparam>
    /// <typeparam name="TResult">The type of the results.</typeparam>
    /// <param name="source">The inputs.</param>
    /// <param name="function">The function, run in child processes.</param>
    /// <param name="options">How the tasks run; the default reuses workers of a shared pool, one per processor.</param>
    /// <returns>The outcomes.</returns>
    [Forms]
    public static IAsyncEnumerable<Outcome<T, TResult>> PMapOutcomes<T, TResult>(this IEnumerable<T> source, Func<T, TResult> function, ExchangeOptions? options = null) =>
        Outcomes<T, TResult>(Source.Of(source), Mapping.Of(function), options, isOrdered: true);

    /// <summary>Gives the many results that the function has for each input: those of the first input, then those of the second, and so on.</summary>
    /// <remarks>Results stream while the functions run; a function that is 256 KiB ahead of its consumer waits.</remarks>
    /// <typeparam name="T">The type of the inputs.</typeparam>
    /// <typeparam name="TResult">The type of the results.</typeparam>
    /// <param name="source">The inputs.</param>
    /// <param name="function">The function, run in child processes.</param>
    /// <param name="options">How the tasks run; the default reuses workers of a shared pool, one per processor.</param>
    /// <returns>The results. The first failure is thrown at its place, behind the results before it, and ends the rest.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    /// <exception cref="CannotTravelException">The function or a captured variable cannot be carried to another process.</exception>
    [Forms]
    public static IAsyncEnumerable<TResult> PMapMany<T, TResult>(this IEnumerable<T> source, Func<T, IAsyncEnumerable<TResult>> function, ExchangeOptions? options = null) =>
        Many<T, TResult>(Source.Of(source), Mapping.Of(function), options);

    private static IAsyncEnumerable<Outcome<T, TResult>> Outcomes<T, TResult>(IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions? options, bool isOrdered) =>
        Run<T, TResult, Outcome<T, TResult>>(source, mapping, options, isOrdered, static outcome => outcome);

    private static IAsyncEnumerable<TResult> Values<T, TResult>(IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions? options, bool isOrdered) =>
        Run<T, TResult, TResult>(source, mapping, options, isOrdered, ValueOf);

    private static TResult ValueOf<T, TResult>(Outcome<T, TResult> outcome)
    {
        if (outcome.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return outcome.Value!;
    }

    private static IAsyncEnumerable<TItem> Run<T, TResult, TItem>(
        IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions? options, bool isOrdered, Func<Outcome<T, TResult>, TItem> select)
    {
        ResultType.Check<TResult>();
        return Core(source, mapping, Checked(options), isOrdered, select);

        static async IAsyncEnumerable<TItem> Core(
            IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions options, bool isOrdered, Func<Outcome<T, TResult>, TItem> select,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var run = new MapRun<T, TResult>(source, mapping, options, isOrdered, cancellationToken);
            await using (run.ConfigureAwait(false))
            {
                do
                {
                    while (run.TryTake(out var outcome))
                    {
                        yield return select(outcome);
                    }
                }
                while (await run.WaitToTakeAsync(cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private static IAsyncEnumerable<TResult> Many<T, TResult>(IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions? options)
    {
        return Core(source, mapping, Checked(options));

        static async IAsyncEnumerable<TResult> Core(
            IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var run = new StreamRun<T>(source, mapping, options, cancellationToken);
            await using (run.ConfigureAwait(false))
            {
                await foreach (var channel in run.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    await foreach (var result in channel.ReadAllAsync<TResult>(cancellationToken).ConfigureAwait(false))
                    {
                        yield return result;
                    }
                }
            }
        }
    }

    private static ExchangeOptions Checked(ExchangeOptions? options)
    {
        options ??= ExchangeOptions.Default;
        OptionErrors.ThrowIfAny(options.Validate(), nameof(options));
        return options;
    }

    private static ResultObservable<T, TResult> Observed<T, TResult>(IObservable<T> source, Func<IAsyncEnumerable<T>, IAsyncEnumerable<TResult>> map)
    {
        ArgumentNullException.ThrowIfNull(source);
        var inputs = new ObservedSource<T>();
        return new ResultObservable<T, TResult>(source, inputs, map(inputs));
    }
}
