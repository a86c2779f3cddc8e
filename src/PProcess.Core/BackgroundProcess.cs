using PProcess.Background;
using PProcess.Generators;

namespace PProcess;

/// <summary>A process that lives on when the program that started it ends, and keeps its results until a client takes them.</summary>
/// <remarks>
/// <para>It is reached at its address: the path of a socket. A path with a directory in it, absolute or relative to the current
/// directory, is taken as it is; a bare name lives in a directory that is this user's alone (<c>PPROCESS_DIRECTORY</c> where that is
/// set, or <c>pprocess</c> in <c>XDG_RUNTIME_DIR</c>, or <c>/tmp/pprocess-</c> with the user's number). Only the same user can connect.</para>
/// <para>It has a session of its own, null standard streams, and nothing that was open in the program that started it. Its
/// current directory and environment are those of that program.</para>
/// <para>What the function returns, streams or sends through its channel are its results. They wait, up to the limits of
/// <see cref="BackgroundOptions"/>, until a client has each of them whole; then, and when the function has ended, the process ends and its socket is gone.
/// If the function throws, that is the last result: the client that comes to it gets the exception.</para>
/// <para>A <see cref="CancellationToken"/> parameter of the function is signalled when the process is stopped, whatever token is given.</para>
/// </remarks>
public sealed partial class BackgroundProcess
{
    private BackgroundProcess(string address, int processId)
    {
        Address = address;
        ProcessId = processId;
    }

    /// <summary>The absolute path of its socket.</summary>
    public string Address { get; }

    /// <summary>The process.</summary>
    public int ProcessId { get; }

    /// <summary>Starts a function in a background process, and waits until it can be reached.</summary>
    /// <remarks>The address is free again when its process has ended, and also where a process has died and left its socket: the next start removes it.</remarks>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="TResult">The type of what the function returns: a value, a task, or a stream of values.</typeparam>
    /// <param name="address">Where it will be reached: a path, or a bare name.</param>
    /// <param name="function">The function.</param>
    /// <param name="argument1">The first argument.</param>
    /// <param name="cancellationToken">Gives up the starting; a process that has been started lives on.</param>
    /// <returns>The process, which no longer depends on this one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> or <paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentException">The address is too long for a socket, or a progress receiver is given, which could not be reached.</exception>
    /// <exception cref="CannotTravelException">The function, a captured variable or an argument cannot be carried to another process.</exception>
    /// <exception cref="AddressInUseException">Another process has the address.</exception>
    /// <exception cref="LaunchException">The process cannot be started, or the address cannot be used.</exception>
    [Arities]
    public static Task<BackgroundProcess> StartAsync<T1, TResult>(string address, Func<T1, TResult> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(address, Invocation.Create(function, argument1), null, cancellationToken);

    /// <inheritdoc cref="StartAsync{T1, TResult}(string, Func{T1, TResult}, T1, CancellationToken)"/>
    [Arities]
    public static Task<BackgroundProcess> StartAsync<T1>(string address, Action<T1> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(address, Invocation.Create(function, argument1), null, cancellationToken);

    /// <summary>Starts a function whose first parameter is its channel in a background process, and waits until it can be reached.</summary>
    /// <remarks>
    /// What it sends are results, each of which goes to one client; it receives what any of its clients sends. Its receives come to their end when a client says
    /// so with <see cref="PersistentChannel.CompleteAsync"/>, or when the process is stopped. The channel's raw <see cref="ProcessChannel.Pipe"/> cannot be used here.
    /// </remarks>
    /// <inheritdoc cref="StartAsync{T1, TResult}(string, Func{T1, TResult}, T1, CancellationToken)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="address">Where it will be reached: a path, or a bare name.</param>
    /// <param name="function">The function; it gets the channel to its clients.</param>
    /// <param name="argument1">The first argument.</param>
    /// <param name="cancellationToken">Gives up the starting; a process that has been started lives on.</param>
    [Arities]
    public static Task<BackgroundProcess> StartAsync<T1>(string address, Func<ProcessChannel, T1, Task> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(address, Invocation.Create(function, argument1), null, cancellationToken);

    /// <inheritdoc cref="StartAsync{T1}(string, Func{ProcessChannel, T1, Task}, T1, CancellationToken)"/>
    [Arities]
    public static Task<BackgroundProcess> StartAsync<T1>(string address, Action<ProcessChannel, T1> function, T1 argument1, CancellationToken cancellationToken = default) =>
        StartAsync(address, Invocation.Create(function, argument1), null, cancellationToken);

    /// <summary>Starts an invocation in a background process, and waits until it can be reached.</summary>
    /// <param name="address">Where it will be reached: a path, or a bare name.</param>
    /// <param name="invocation">The function and its arguments.</param>
    /// <param name="options">How it keeps its results, and for how long; null: as <see cref="BackgroundOptions"/> says.</param>
    /// <param name="cancellationToken">Gives up the starting; a process that has been started lives on.</param>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    /// <inheritdoc cref="StartAsync{T1, TResult}(string, Func{T1, TResult}, T1, CancellationToken)"/>
    public static Task<BackgroundProcess> StartAsync(string address, Invocation invocation, BackgroundOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(invocation);
        if (invocation.Progress is not null)
        {
            throw new ArgumentException("A background process outlives who would receive its progress. Send results through a channel instead.", nameof(invocation));
        }

        options ??= BackgroundOptions.Default;
        OptionErrors.ThrowIfAny(options.Validate(), nameof(options));
        var request = BackgroundRequest.Of(Parse(address), invocation, options);
        return StartAsync(request, cancellationToken);
    }

    /// <summary>Finds this user's background processes, those included that have died and left their files.</summary>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>Their states, in the order of their addresses.</returns>
    public static async Task<IReadOnlyList<BackgroundStatus>> ListAsync(CancellationToken cancellationToken = default)
    {
        var states = await Task.WhenAll(Registry.Read().Select(known => Administration.AskAsync(known, cancellationToken))).ConfigureAwait(false);
        return [.. states.OrderBy(status => status.Address, StringComparer.Ordinal)];
    }

    /// <summary>Shows the results of a background process as lines of JSON, also to a program that does not know their types.</summary>
    /// <remarks>
    /// Looking takes nothing: the results stay for the clients. It begins with those that wait, and ends when the function has ended and all have been shown.
    /// A failure is shown as <c>{"error":{…}}</c>. Where one looks on too slowly, results are left out, and <c>{"leftOut":n}</c> says how many.
    /// With <paramref name="takes"/> each result is taken, as by a client, when the next is asked for.
    /// </remarks>
    /// <param name="address">The address.</param>
    /// <param name="takes">Whether results are taken.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>One line for each result. An <see cref="AddressUnreachableException"/> is thrown by the loop where no process is there, a <see cref="WorkerExitedException"/> where it dies.</returns>
    public static IAsyncEnumerable<string> WatchAsync(string address, bool takes = false, CancellationToken cancellationToken = default) =>
        Administration.WatchAsync(Parse(address), takes, cancellationToken);

    /// <summary>Ends a background process: its function is asked, and has a second to obey; then the process ends, or is killed. Results that wait are lost.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when the process and its socket are gone, within about ten seconds.</returns>
    /// <exception cref="AddressUnreachableException">No process is there.</exception>
    public static Task StopAsync(string address, CancellationToken cancellationToken = default) => Administration.StopAsync(Parse(address), cancellationToken);

    /// <summary>Removes the files that background processes of this user have left that are gone; touches nothing of one that lives.</summary>
    /// <returns>The addresses that were cleaned.</returns>
    /// <exception cref="IOException">The private directory cannot be used.</exception>
    public static async Task<IReadOnlyList<string>> CleanAsync()
    {
        List<string> cleaned = [];
        foreach (var known in Registry.Read().ToList())
        {
            if (await Administration.RemoveStaleAsync(new Address(known.Address)).ConfigureAwait(false))
            {
                cleaned.Add(known.Address);
            }
        }

        return cleaned;
    }

    internal static Address Parse(string address)
    {
        try
        {
            return Background.Address.Parse(address);
        }
        catch (IOException error)
        {
            throw new LaunchException(error.Message, error);
        }
    }

    private static async Task<BackgroundProcess> StartAsync(BackgroundRequest request, CancellationToken cancellationToken) =>
        new(request.Address.Path, await BackgroundStart.RunAsync(request, cancellationToken).ConfigureAwait(false));
}
