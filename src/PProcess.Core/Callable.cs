using PProcess.Functions;
using PProcess.Generators;

namespace PProcess;

/// <summary>Turns plain functions into functions that talk through a channel.</summary>
/// <remarks>
/// Queues, maps and PMap wrap plain functions by themselves; these are for <see cref="ProcessChannel"/> and for exchanges of your own.
/// </remarks>
public static partial class Callable
{
    /// <summary>Wraps a function so that its result is sent through the channel.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>The function that takes a channel first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    [Arities]
    public static Func<ProcessChannel, T1, Task> MakeParallel<T1, TResult>(Func<T1, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return async (channel, argument1) => await channel.SendAsync(function(argument1)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="MakeParallel{T1, TResult}(Func{T1, TResult})"/>
    [Arities]
    public static Func<ProcessChannel, T1, Task> MakeParallel<T1, TResult>(Func<T1, Task<TResult>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return async (channel, argument1) => await channel.SendAsync(await function(argument1).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Wraps a function so that it serves one set of arguments after another: the first from its call, the others from the channel.</summary>
    /// <remarks>
    /// Each result is sent through the channel. The further arguments are received as one message each: a value for one argument,
    /// a tuple for several, anything (a <see langword="byte"/>) for none. It ends when the other end completes its sending.
    /// </remarks>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>The function that takes a channel first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    [Arities]
    public static Func<ProcessChannel, T1, Task> MakeReusable<T1, TResult>(Func<T1, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return async (channel, argument1) =>
        {
            await channel.SendAsync(function(argument1)).ConfigureAwait(false);
            await foreach (var call in ReceivedCalls.Of(function, channel).ConfigureAwait(false))
            {
                await channel.SendAsync(call()).ConfigureAwait(false);
            }
        };
    }

    /// <inheritdoc cref="MakeReusable{T1, TResult}(Func{T1, TResult})"/>
    [Arities]
    public static Func<ProcessChannel, T1, Task> MakeReusable<T1, TResult>(Func<T1, Task<TResult>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return async (channel, argument1) =>
        {
            await channel.SendAsync(await function(argument1).ConfigureAwait(false)).ConfigureAwait(false);
            await foreach (var call in ReceivedCalls.Of(function, channel).ConfigureAwait(false))
            {
                await channel.SendAsync(await call().ConfigureAwait(false)).ConfigureAwait(false);
            }
        };
    }
}
