using PProcess.Reactive.Scheduling;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

public class SharedPoolTests
{
    private readonly ManualTime _time = new();
    private readonly SharedPool _pool;

    public SharedPoolTests() => _pool = new SharedPool(Launcher.InProcess, _time);

    [ProcessFact]
    public async Task ReturnAsync_IdleForLong_EndsTheWorker()
    {
        var worker = _pool.Rent();
        await _pool.ReturnAsync(worker);

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(worker.Completion.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        await worker.Completion.InTimeAsync();
        Assert.Equal(0, _time.Timers);
    }

    [ProcessFact]
    public async Task Rent_WorkersHaveBeenReturned_GivesTheLastOneFirst()
    {
        var (first, second) = (_pool.Rent(), _pool.Rent());
        await _pool.ReturnAsync(first);
        await _pool.ReturnAsync(second);

        Assert.Same(second, _pool.Rent());
        Assert.Same(first, _pool.Rent());
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [ProcessFact]
    public async Task Rent_WorkerHasEndedInThePool_GivesAnother()
    {
        var worker = _pool.Rent();
        await _pool.ReturnAsync(worker);
        worker.Kill();
        await worker.Completion.InTimeAsync();

        await using var other = _pool.Rent();

        Assert.NotSame(worker, other);
        Assert.False(other.HasEnded);
    }

    [ProcessFact]
    public async Task WarmUpAsync_TwiceAtOnce_CountsWhatIsBeingStarted()
    {
        var launcher = new UnreliableLauncher(_ => false);
        var pool = new SharedPool(launcher, _time);
        await Task.WhenAll(pool.WarmUpAsync(3), pool.WarmUpAsync(2), pool.WarmUpAsync(3)).InTimeAsync();
        Assert.Equal(3, launcher.Attempts);
        _time.Advance(TimeSpan.FromSeconds(40));
    }

    [ProcessFact]
    public async Task WarmUpAsync_StartIsLost_StartsAnother()
    {
        var launcher = new UnreliableLauncher(attempt => attempt <= 2);
        var pool = new SharedPool(launcher, _time);
        await pool.WarmUpAsync(1).InTimeAsync();
        Assert.Equal(3, launcher.Attempts);
        _time.Advance(TimeSpan.FromSeconds(40));
    }

    [ProcessFact]
    public async Task WarmUpAsync_NothingCanBeStarted_SaysSo()
    {
        var launcher = new UnreliableLauncher(_ => true);
        await Assert.ThrowsAsync<LaunchException>(() => new SharedPool(launcher, _time).WarmUpAsync(1).InTimeAsync());
        Assert.Equal(3, launcher.Attempts);
    }

    [ProcessFact]
    public async Task Timer_WorkerIsRented_LeavesIt()
    {
        await using var worker = _pool.Rent();
        await _pool.ReturnAsync(worker);
        _pool.Rent();

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.False(worker.HasEnded);
    }
}
