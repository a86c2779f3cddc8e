using System.Runtime.CompilerServices;

namespace PProcess.Reactive.Scheduling;

/// <summary>Workers of one launcher that are lent to one PMap after another, and end when they have been idle for long.</summary>
internal sealed class SharedPool : IWorkerSource
{
    private const int MaxAttempts = 3;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private static readonly ConditionalWeakTable<Launcher, SharedPool> Pools = []; // Launchers come and go.

    private readonly Launcher _launcher;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    // Guarded by _gate. The most recently used is last, and lent first.
    private readonly List<(Worker Worker, long Since)> _idle = [];
    private readonly HashSet<Task<LaunchException?>> _starting = [];
    private ITimer? _timer;
    private Task _ending = Task.CompletedTask;

    internal SharedPool(Launcher launcher, TimeProvider time)
    {
        _launcher = launcher;
        _time = time;
    }

    public static SharedPool For(Launcher launcher) => Pools.GetOrAdd(launcher, static launcher => new SharedPool(launcher, TimeProvider.System));

    public static Task EndIdleAsync() => Task.WhenAll(Pools.Select(pool => pool.Value.EndIdleSinceAsync(long.MaxValue)));

    public Worker Rent()
    {
        lock (_gate)
        {
            while (_idle.Count > 0)
            {
                var (worker, _) = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                if (worker.IsAlive)
                {
                    return worker;
                }
            }
        }

        return Worker.Start(_launcher);
    }

    /// <summary>Starts workers until that many are without work, or are being started for that; what is lost on the way is started anew.</summary>
    /// <exception cref="LaunchException">They cannot be started.</exception>
    public async Task WarmUpAsync(int count)
    {
        for (var attempt = 1; StartMissing(count) is { Length: > 0 } starting; attempt++)
        {
            var failures = (await Task.WhenAll(starting).ConfigureAwait(false)).OfType<LaunchException>().ToList();
            if (failures.Count == 0)
            {
                return; // Who is lent out meanwhile was there.
            }

            if (attempt == MaxAttempts)
            {
                throw failures[0];
            }
        }
    }

    public Task ReturnAsync(Worker worker)
    {
        lock (_gate)
        {
            _idle.Add((worker, _time.GetTimestamp()));
            _timer ??= _time.CreateTimer(static pool => ((SharedPool)pool!).OnTimer(), this, LookInterval, LookInterval);
        }

        return Task.CompletedTask;
    }

    private Task<LaunchException?>[] StartMissing(int count)
    {
        lock (_gate)
        {
            _starting.RemoveWhere(start => start.IsCompleted);
            for (var missing = count - _idle.Count(idle => idle.Worker.IsAlive) - _starting.Count; missing > 0; missing--)
            {
                _starting.Add(Task.Run(TryAddAsync));
            }

            return [.. _starting];
        }
    }

    private async Task<LaunchException?> TryAddAsync()
    {
        try
        {
            var worker = Worker.Start(_launcher);
            await worker.WarmUpAsync().ConfigureAwait(false);
            if (worker.IsAlive)
            {
                await ReturnAsync(worker).ConfigureAwait(false);
                return null;
            }

            await worker.DisposeAsync().ConfigureAwait(false);
            return worker.StartFailure ?? new LaunchException($"Worker process {worker.ProcessId} ended with {worker.ExitStatus} before it had a task.");
        }
        catch (LaunchException failure)
        {
            return failure;
        }
    }

    private void OnTimer() =>
        _ending = EndIdleSinceAsync(_time.GetTimestamp() - (long)(IdleTimeout.TotalSeconds * _time.TimestampFrequency));

    private async Task EndIdleSinceAsync(long latest)
    {
        List<Worker> ending;
        lock (_gate)
        {
            ending = [.. _idle.Where(idle => idle.Since <= latest || idle.Worker.Completion.IsCompleted).Select(idle => idle.Worker)];
            _idle.RemoveAll(idle => ending.Contains(idle.Worker));
            if (_idle.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }

        await Task.WhenAll(ending.Select(worker => worker.DisposeAsync().AsTask())).ConfigureAwait(false);
    }
}
