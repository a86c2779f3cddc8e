using PProcess.Generators;
using PProcess.Reactive.Persistent;

namespace PProcess.Reactive;

/// <summary>What persistent queues and exchanges have in common: connections to background processes, by address.</summary>
/// <remarks>Thread-safe. Disposing leaves the processes; what was not taken from them waits for the next client.</remarks>
[ProcessBound]
public abstract partial class PersistentCollection : IAsyncDisposable
{
    private static readonly BackgroundOptions AwaitingClient = new() { AwaitsClient = true };

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<Task> _leaving = [];
    private Task? _disposal;

    private protected PersistentCollection()
    {
        Watch = new ArrivalWatch { Arrived = OnArrived, Finished = OnFinished };
    }

    /// <summary>The connections from which something may still come, in the order in which they were made.</summary>
    public IReadOnlyList<PersistentChannel> Active => Watch.Channels;

    /// <summary>Whether something may still come.</summary>
    public bool Unfinished => Watch.Channels.Count > 0;

    private protected ArrivalWatch Watch { get; }

    /// <summary>Connects to a background process, whose results are collected here from now on.</summary>
    /// <param name="address">Its address: a path, or a bare name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection, through which messages can be sent to a function that takes a channel. It is closed when this is disposed.</returns>
    /// <exception cref="ArgumentException">The address is empty or too long for a socket.</exception>
    /// <exception cref="AddressUnreachableException">No background process is there that this program can talk to.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public async Task<PersistentChannel> ConnectAsync(string address, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var channel = await PersistentChannel.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            Add(channel);
            return channel;
        }
        catch (ObjectDisposedException)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Collects from a connection that was made elsewhere, and is closed when this is disposed.</summary>
    /// <param name="channel">The connection.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channel"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="channel"/> is among the active ones.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Add(PersistentChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            Watch.Add(channel);
        }
    }

    /// <summary>Stops collecting from a connection, without closing it.</summary>
    /// <param name="channel">The connection.</param>
    /// <returns>Whether it was among the active ones.</returns>
    public bool Remove(PersistentChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return Watch.Remove(channel);
    }

    /// <summary>Binds an address and a function whose first parameter is its channel to this collection.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="address">Where the background process will be reached: a path, or a bare name.</param>
    /// <param name="function">The function.</param>
    /// <returns>Calling it starts the function in a background process there, and connects to it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> or <paramref name="function"/> is null.</exception>
    [Arities]
    public Func<T1, Task<PersistentChannel>> Manage<T1>(string address, Func<ProcessChannel, T1, Task> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return async (argument1) => await StartAsync(address, Invocation.Create(function, argument1)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Manage{T1}(string, Func{ProcessChannel, T1, Task})"/>
    [Arities]
    public Func<T1, Task<PersistentChannel>> Manage<T1>(string address, Action<ProcessChannel, T1> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return async (argument1) => await StartAsync(address, Invocation.Create(function, argument1)).ConfigureAwait(false);
    }

    /// <summary>Closes the connections. The background processes live on.</summary>
    /// <remarks>Idempotent; every caller waits for the same end.</remarks>
    /// <returns>Ends when the connections are closed.</returns>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    /// <summary>Starts a managed function and connects to it, however soon it ends.</summary>
    private protected async Task<PersistentChannel> StartAsync(string address, Invocation invocation)
    {
        var process = await BackgroundProcess.StartAsync(address, invocation, AwaitingClient).ConfigureAwait(false);
        return await ConnectAsync(process.Address).ConfigureAwait(false);
    }

    private protected void ThrowIfDisposed()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
        }
    }

    private protected virtual void OnArrived(PersistentChannel channel)
    {
    }

    private protected virtual void OnDisposed()
    {
    }

    private void OnFinished(PersistentChannel channel)
    {
        lock (_gate)
        {
            _leaving.RemoveAll(left => left.IsCompletedSuccessfully);
            _leaving.Add(channel.DisposeAsync().AsTask());
        }
    }

    private async Task EndAsync()
    {
        foreach (var channel in Watch.Channels)
        {
            Watch.Remove(channel);
            OnFinished(channel);
        }

        Task[] leaving;
        lock (_gate)
        {
            leaving = [.. _leaving];
        }

        await Task.WhenAll(leaving).ConfigureAwait(false);
        OnDisposed();
        Watch.Changed.Raise();
    }
}
