using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive;

/// <summary>The workers that all PMaps of this process share, so that a second call pays no start-up.</summary>
/// <remarks>A worker that nobody has used for 30 seconds ends. All of them end with this process, however it ends.</remarks>
public static class SharedWorkers
{
    /// <summary>Ends the workers that no PMap is using.</summary>
    /// <returns>Ends when their processes are gone.</returns>
    public static Task EndIdleAsync() => SharedPool.EndIdleAsync();
}
