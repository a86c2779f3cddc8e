using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace PProcess.Background;

/// <summary>A background process at work: runs the function, lets clients in, and ends when it is done.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process.")]
internal sealed class BackgroundServer
{
    private const int MostConnections = 128;

    private static readonly TimeSpan FullPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortagePause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private readonly int _mostConnections = DescriptorRoom.For(MostConnections);
    private readonly BackgroundRequest _request;
    private readonly BackgroundSocket _socket;
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();
    private readonly TaskCompletionSource _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<ServerConnection, Task> _connections = [];
    private readonly List<ServerConnection> _greeting = [];
    private int _clients;
    private int _collectors;
    private long _lastCollected = TimeProvider.System.GetTimestamp();

    public BackgroundServer(BackgroundRequest request, BackgroundSocket socket)
    {
        _request = request;
        _socket = socket;
        Results = new ResultStore(request.Options.WaitingResults, request.Options.WaitingBytes);
        Function = new FunctionRun(request, Results);
        if (!request.Options.AwaitsClient)
        {
            _awaited.SetResult();
        }
    }

    public Address Address => _request.Address;

    public ResultStore Results { get; }

    public FunctionRun Function { get; }

    private bool IsDone => Results.Drained.IsCompleted && _awaited.Task.IsCompleted;

    /// <summary>Serves until everything was taken, nobody came for too long, or it was told to stop.</summary>
    public async Task RunAsync()
    {
        var accepting = Task.Run(AcceptAsync);
        var idling = Task.Run(StopWhenIdleAsync);
        var ending = Task.Run(EndAsync);
        await Function.RunAsync().ConfigureAwait(false); // On the main thread, as a worker's tasks.
        await ending.ConfigureAwait(false);
        await Task.WhenAll(accepting, idling).ConfigureAwait(false);
    }

    public void Stop() => _stopped.TrySetResult();

    public BackgroundStatus CreateStatus()
    {
        var (count, bytes, isComplete, hasFailure) = Results.State;
        return new BackgroundStatus
        {
            Address = Address.Path,
            ProcessId = Environment.ProcessId,
            Function = _request.Function,
            State = hasFailure ? BackgroundState.Failed : isComplete ? BackgroundState.Ended : BackgroundState.Running,
            Started = _started,
            ProcessorSeconds = Environment.CpuUsage.TotalTime.TotalSeconds,
            Memory = Environment.WorkingSet,
            WaitingResults = count,
            WaitingBytes = bytes,
            Clients = _collectors,
        };
    }

    /// <summary>A client has said who it is.</summary>
    /// <returns>Whether there is a place for it.</returns>
    public bool TryLetIn(ServerConnection connection)
    {
        lock (_gate)
        {
            if (!_greeting.Remove(connection) || _clients == (_mostConnections + 1) / 2)
            {
                return false;
            }

            _clients++;
            return true;
        }
    }

    /// <summary>A client that was let in takes results.</summary>
    public void OnCollecting()
    {
        lock (_gate)
        {
            _collectors++;
        }

        _awaited.TrySetResult();
    }

    /// <summary>A client that was let in has left.</summary>
    public void OnLeft(bool collects)
    {
        lock (_gate)
        {
            _clients--;
            if (collects)
            {
                _collectors--;
                _lastCollected = TimeProvider.System.GetTimestamp();
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            if (IsFull())
            {
                // The oldest of those that say nothing makes room; until it has, the next waits in the queue.
                CutOldestGreeting();
                await Task.Delay(FullPause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            try
            {
                Add(await _socket.Listener.AcceptAsync(_ending.Token).ConfigureAwait(false));
            }
            catch (SocketException)
            {
                // No descriptor is free: the client waits in the queue until one is.
                CutOldestGreeting();
                await Task.Delay(ShortagePause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private void Add(Socket client)
    {
        var connection = new ServerConnection(client, this);
        lock (_gate)
        {
            // Under the gate, so that it cannot end before it is listed.
            _connections.Add(connection, Task.Run(() => ServeAsync(connection)));
            _greeting.Add(connection);
        }
    }

    private bool IsFull()
    {
        lock (_gate)
        {
            return _connections.Count >= _mostConnections;
        }
    }

    // One that says nothing must not keep out one that would.
    private void CutOldestGreeting()
    {
        ServerConnection? oldest;
        lock (_gate)
        {
            oldest = _greeting.FirstOrDefault();
            if (oldest is not null)
            {
                _greeting.Remove(oldest);
            }
        }

        oldest?.Cut();
    }

    private async Task ServeAsync(ServerConnection connection)
    {
        await using (connection.ConfigureAwait(false))
        {
            await connection.RunAsync(_ending.Token).ConfigureAwait(false);
            if (IsDone)
            {
                await _removed.Task.ConfigureAwait(false); // Who took the last result finds the address free when it has left.
            }
        }

        lock (_gate)
        {
            _greeting.Remove(connection);
            _connections.Remove(connection);
        }
    }

    private async Task StopWhenIdleAsync()
    {
        var limit = _request.Options.NeverCollectedFor;
        while (limit != Timeout.InfiniteTimeSpan && !_ending.IsCancellationRequested)
        {
            var left = limit - IdleTime();
            if (left <= TimeSpan.Zero)
            {
                Stop();
                return;
            }

            var longest = TimeSpan.FromDays(1);
            await Task.Delay(left < longest ? left : longest, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TimeSpan IdleTime()
    {
        lock (_gate)
        {
            return _collectors > 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(_lastCollected);
        }
    }

    private async Task EndAsync()
    {
        await Task.WhenAny(Task.WhenAll(Results.Drained, _awaited.Task), _stopped.Task).ConfigureAwait(false);
        var isDrained = Results.Drained.IsCompleted;
        if (!isDrained)
        {
            // A function that obeys may tidy up; another goes on until the process ends under it.
            await Task.WhenAny(Function.CancelAsync(), Task.Delay(GracePeriod)).ConfigureAwait(false);
            await Task.WhenAny(Function.Completion, Task.Delay(GracePeriod)).ConfigureAwait(false);
        }

        // The address is free before anyone hears of the end.
        _socket.Remove();
        _removed.SetResult();
        ServerConnection[] left;
        lock (_gate)
        {
            left = [.. _connections.Keys];
        }

        if (isDrained)
        {
            await Task.WhenAny(Task.WhenAll(left.Select(connection => connection.SayEndAsync())), Task.Delay(FarewellTime)).ConfigureAwait(false);
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        Launching.Platform.Current.ExitNow(0);
    }
}
