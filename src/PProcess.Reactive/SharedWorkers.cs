using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive;

/// <summary>The workers that all PMaps of this process share, so that a second call pays no start-up.</summary>
/// <remarks>A worker that nobody has used for 30 seconds ends. All of them end with this process, however it ends.</remarks>
public static class SharedWorkers
{
    /// <summary>Starts workers before a PMap needs them, so that its first tasks begin at once.</summary>
    /// <param name="count">How many are to be without work, those included that are already; at least 1.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Ends when they have loaded what a task would otherwise wait for.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="LaunchException">They cannot be started.</exception>
    public static Task WarmUpAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return SharedPool.For(Launcher.LocalProcess).WarmUpAsync(count).WaitAsync(cancellationToken);
    }

    /// <summary>Ends the workers that no PMap is using.</summary>
    /// <returns>Ends when their processes are gone.</returns>
    public static Task EndIdleAsync() => SharedPool.EndIdleAsync();
}
