using System.Diagnostics;

namespace PProcess.Reactive.Scheduling;

/// <summary>Starts workers in the background, as many at a time as the last starts have shown to be wise.</summary>
/// <remarks>Guarded by the dispatcher's gate; what it reports comes from outside of it.</remarks>
/// <param name="source">Where workers come from.</param>
/// <param name="onStarted">Takes a worker; calls <see cref="OnEnded"/> under the gate.</param>
/// <param name="onFailed">Takes the failure of a start and when it began; calls <see cref="OnEnded"/> under the gate.</param>
internal sealed class WorkerStarter(IWorkerSource source, Action<Worker> onStarted, Action<LaunchException, long> onFailed)
{
    /// <summary>How many workers are being started.</summary>
    public int Count { get; private set; }

    public StartAttempts Attempts { get; } = new();

    /// <summary>Starts workers until that many are being started.</summary>
    public void Start(int wanted, UnderWay underWay)
    {
        while (Count < wanted && Attempts.IsAllowed && !(Attempts.IsProbing && Count > 0))
        {
            Count++;
            underWay.Add(Task.Run(Run));
        }
    }

    /// <summary>A start has come to its end, whichever.</summary>
    public void OnEnded() => Count--;

    private void Run()
    {
        var startedAt = Stopwatch.GetTimestamp();
        Worker worker;
        try
        {
            worker = source.Rent();
        }
        catch (Exception error)
        {
            // Also whatever a launcher of the user's throws.
            onFailed(error as LaunchException ?? new LaunchException($"A worker cannot be started: {error.Message}", error), startedAt);
            return;
        }

        onStarted(worker);
    }
}
