using PProcess.Generators;

namespace PProcess.Reactive;

/// <summary>Plain functions on an exchange, which itself deals in channels: what they return arrives as messages.</summary>
/// <remarks>Extensions, so that a function that takes a channel is never mistaken for a plain one.</remarks>
public static partial class PlainFunctions
{
    /// <summary>Starts a plain function: what it returns, be it a value, a task's or a stream's values, arrives as the messages of its channel.</summary>
    /// <inheritdoc cref="TaskStarter.Start{T1}(Func{ProcessChannel, T1, Task}, T1)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="function">The function, run in a child process.</param>
    /// <param name="argument1">The first argument.</param>
    [Arities]
    public static void Start<T1, TResult>(this ProcessExchange exchange, Func<T1, TResult> function, T1 argument1) =>
        Checked(exchange).Start(Invocation.Create(function, argument1));

    /// <summary>Waits for a free place, storing what arrives meanwhile, and starts a plain function.</summary>
    /// <inheritdoc cref="Start{T1, TResult}(ProcessExchange, Func{T1, TResult}, T1)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="function">The function, run in a child process.</param>
    /// <param name="argument1">The first argument.</param>
    /// <param name="cancellationToken">Ends the waiting, not the function.</param>
    /// <returns>Ends when the function has a place.</returns>
    [Arities]
    public static ValueTask StartAsync<T1, TResult>(this ProcessExchange exchange, Func<T1, TResult> function, T1 argument1, CancellationToken cancellationToken = default) =>
        Checked(exchange).StartAsync(Invocation.Create(function, argument1), cancellationToken);

    /// <summary>Binds a plain function to this exchange.</summary>
    /// <inheritdoc cref="TaskStarter.Manage{T1}(Func{ProcessChannel, T1, Task})"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="function">The function.</param>
    /// <returns>Calling it starts the function here, as <c>Start</c> does.</returns>
    [Arities]
    public static Action<T1> Manage<T1, TResult>(this ProcessExchange exchange, Func<T1, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => exchange.Start(function, argument1);
    }

    /// <summary>Binds a plain function to this exchange.</summary>
    /// <inheritdoc cref="TaskStarter.ManageAsync{T1}(Func{ProcessChannel, T1, Task})"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="function">The function.</param>
    /// <returns>Calling it waits for a free place and starts the function here, as <c>StartAsync</c> does.</returns>
    [Arities]
    public static Func<T1, ValueTask> ManageAsync<T1, TResult>(this ProcessExchange exchange, Func<T1, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => exchange.StartAsync(function, argument1);
    }

    private static ProcessExchange Checked(ProcessExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return exchange;
    }
}
