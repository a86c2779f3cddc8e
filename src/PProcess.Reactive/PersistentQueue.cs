using PProcess.Generators;

namespace PProcess.Reactive;

/// <summary>Collects the results of many background processes in the order in which they arrive.</summary>
/// <remarks>
/// <para>An enumeration takes results and ends when every connected process has ended and everything was taken; several enumerations share them.
/// A failure, of a function or of a process that died, is thrown where it arrives; a further enumeration gives the rest.</para>
/// <para>A result counts as taken when the loop gets it. One from each process may be on its way here, and goes to the
/// next client if this one leaves.</para>
/// </remarks>
/// <typeparam name="T">The type of the results.</typeparam>
public sealed partial class PersistentQueue<T> : PersistentCollection, IAsyncEnumerable<T>
{
    /// <summary>Binds an address and a function to this queue.</summary>
    /// <inheritdoc cref="PersistentCollection.Manage{T1}(string, Func{ProcessChannel, T1, Task})"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="address">Where the background process will be reached: a path, or a bare name.</param>
    /// <param name="function">The function.</param>
    [Arities]
    public Func<T1, Task<PersistentChannel>> Manage<T1>(string address, Func<T1, T> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return async (argument1) => await StartAsync(address, Invocation.Create(function, argument1)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Manage{T1}(string, Func{T1, T})"/>
    [Arities]
    public Func<T1, Task<PersistentChannel>> Manage<T1>(string address, Func<T1, Task<T>> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return async (argument1) => await StartAsync(address, Invocation.Create(function, argument1)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Manage{T1}(string, Func{T1, T})"/>
    [Arities]
    public Func<T1, Task<PersistentChannel>> Manage<T1>(string address, Func<T1, IAsyncEnumerable<T>> function)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(function);
        return async (argument1) => await StartAsync(address, Invocation.Create(function, argument1)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var changed = Watch.Changed.Next;
            Watch.Ask();
            if (Watch.TakeReady() is { } channel)
            {
                yield return await ReceiveAsync(channel, cancellationToken).ConfigureAwait(false);
            }
            else if (!Unfinished)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives the results as an observable.</summary>
    /// <remarks>Cold: each subscription is an enumeration; ending it ends that enumeration and mutes the observer. Calls do not overlap.</remarks>
    /// <returns>The observable.</returns>
    public IObservable<T> ToObservable() => new Mappings.ResultObservable<T>(this);

    private async ValueTask<T> ReceiveAsync(PersistentChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.ReceiveAsync<T>(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Watch.GiveBack(channel);
        }
    }
}
