using PProcess.Generators;

namespace PProcess;

/// <summary>Binds an address and a function: calling the result with arguments starts the function there, in a background process.</summary>
public static partial class BackgroundCallable
{
    /// <summary>Binds a function to an address.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns: a value, a task, or a stream of values.</typeparam>
    /// <param name="address">Where the process will be reached: a path, or a bare name.</param>
    /// <param name="function">The function.</param>
    /// <returns>Calling it starts the function, as <c>BackgroundProcess.StartAsync</c> does.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> or <paramref name="function"/> is null.</exception>
    [Arities]
    public static Func<T1, Task<BackgroundProcess>> Create<T1, TResult>(string address, Func<T1, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => BackgroundProcess.StartAsync(address, function, argument1);
    }

    /// <inheritdoc cref="Create{T1, TResult}(string, Func{T1, TResult})"/>
    [Arities]
    public static Func<T1, Task<BackgroundProcess>> Create<T1>(string address, Action<T1> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => BackgroundProcess.StartAsync(address, function, argument1);
    }

    /// <inheritdoc cref="Create{T1, TResult}(string, Func{T1, TResult})"/>
    [Arities]
    public static Func<T1, Task<BackgroundProcess>> Create<T1>(string address, Func<ProcessChannel, T1, Task> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => BackgroundProcess.StartAsync(address, function, argument1);
    }

    /// <inheritdoc cref="Create{T1, TResult}(string, Func{T1, TResult})"/>
    [Arities]
    public static Func<T1, Task<BackgroundProcess>> Create<T1>(string address, Action<ProcessChannel, T1> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return (argument1) => BackgroundProcess.StartAsync(address, function, argument1);
    }
}
