using PProcess.Generators;

namespace PProcess.Reactive;

// What starts functions; the rest is in ResultExchange.cs.
public abstract partial class ResultExchange<T>
{
    /// <summary>Starts a function; where the limit is reached, it waits for its turn.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function, run in a child process.</param>
    /// <param name="argument1">The first argument.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="CannotTravelException">The function, a captured variable or an argument cannot be carried to another process.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    [Arities]
    public void Start<T1>(Func<T1, T> function, T1 argument1) => Start(Invocation.Create(function, argument1));

    /// <inheritdoc cref="Start{T1}(Func{T1, T}, T1)"/>
    [Arities]
    public void Start<T1>(Func<T1, Task<T>> function, T1 argument1) => Start(Invocation.Create(function, argument1));

    /// <inheritdoc cref="Start{T1}(Func{T1, T}, T1)"/>
    [Arities]
    public void Start<T1>(Func<T1, IAsyncEnumerable<T>> function, T1 argument1) => Start(Invocation.Create(function, argument1));

    /// <summary>Waits until fewer tasks than the limit run, and starts a function.</summary>
    /// <inheritdoc cref="Start{T1}(Func{T1, T}, T1)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function, run in a child process.</param>
    /// <param name="argument1">The first argument.</param>
    /// <param name="cancellationToken">Ends the waiting, not the function.</param>
    /// <returns>Ends when the function has been started.</returns>
    [Arities]
    public ValueTask StartAsync<T1>(Func<T1, T> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(Invocation.Create(function, argument1), cancellationToken);

    /// <inheritdoc cref="StartAsync{T1}(Func{T1, T}, T1, CancellationToken)"/>
    [Arities]
    public ValueTask StartAsync<T1>(Func<T1, Task<T>> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(Invocation.Create(function, argument1), cancellationToken);

    /// <inheritdoc cref="StartAsync{T1}(Func{T1, T}, T1, CancellationToken)"/>
    [Arities]
    public ValueTask StartAsync<T1>(Func<T1, IAsyncEnumerable<T>> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(Invocation.Create(function, argument1), cancellationToken);

    /// <summary>Binds a function to this collection of results.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>Calling it starts the function here, as <c>Start</c> does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    [Arities]
    public Action<T1> Manage<T1>(Func<T1, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => Start(function, argument1);
    }

    /// <inheritdoc cref="Manage{T1}(Func{T1, T})"/>
    [Arities]
    public Action<T1> Manage<T1>(Func<T1, Task<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => Start(function, argument1);
    }

    /// <inheritdoc cref="Manage{T1}(Func{T1, T})"/>
    [Arities]
    public Action<T1> Manage<T1>(Func<T1, IAsyncEnumerable<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => Start(function, argument1);
    }

    /// <summary>Binds a function to this collection of results.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>Calling it waits until fewer tasks than the limit run, and starts the function here, as <c>StartAsync</c> does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    [Arities]
    public Func<T1, ValueTask> ManageAsync<T1>(Func<T1, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => StartAsync(function, argument1);
    }

    /// <inheritdoc cref="ManageAsync{T1}(Func{T1, T})"/>
    [Arities]
    public Func<T1, ValueTask> ManageAsync<T1>(Func<T1, Task<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => StartAsync(function, argument1);
    }

    /// <inheritdoc cref="ManageAsync{T1}(Func{T1, T})"/>
    [Arities]
    public Func<T1, ValueTask> ManageAsync<T1>(Func<T1, IAsyncEnumerable<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => StartAsync(function, argument1);
    }
}
