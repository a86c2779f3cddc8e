using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>Tasks that have a time limit, and tasks that may be repeated.</summary>
public class TimeLimitTests : ProcessTest
{
    private static readonly ExchangeOptions Limited = new() { Limit = 1, Timeout = TimeSpan.FromSeconds(2), GracePeriod = TimeSpan.FromMilliseconds(100) };

    private static readonly ExchangeOptions Patient = Limited with { GracePeriod = TimeSpan.FromSeconds(20), Retries = 1 };

    [ProcessFact]
    public async Task PMapOutcomes_OneTaskNeverEnds_TimesOutAndTheOthersHaveTheirResults()
    {
        var outcomes = await Enumerable.Range(0, 5).PMapOutcomes(SpinAtTwo, Limited).ListAsync();

        Assert.Equal([0, 1, 3, 4], outcomes.Where(outcome => outcome.Error is null).Select(outcome => outcome.Value));
        Assert.IsType<TimeoutException>(outcomes[2].Error);

        static int SpinAtTwo(int x)
        {
            while (x == 2)
            {
                Thread.SpinWait(1000);
            }

            return x;
        }
    }

    [ProcessFact]
    public async Task PMapOutcomes_TaskEndsByItselfBehindItsTime_HasTimedOutAndItsWorkerServesOn()
    {
        var outcomes = await Enumerable.Range(0, 2).PMapOutcomes(ObeyAsync, Limited with { GracePeriod = TimeSpan.FromSeconds(20) }).ListAsync();

        Assert.IsType<TimeoutException>(outcomes[0].Error);
        Assert.Equal(1, outcomes[1].Value);

        static async Task<int> ObeyAsync(int x, CancellationToken cancellationToken)
        {
            if (x == 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Served.Count++;
            }

            return Served.Count;
        }
    }

    [ProcessFact]
    public async Task Start_OnAMapWithTimeout_FailsAtItsPlace()
    {
        await using var map = new ProcessMap<int>(Limited with { Reuse = true });
        map.Start(x => x, 1);
        map.Start(Spin);
        map.Start(x => x, 3);

        Assert.Equal(3, await map[2]);
        Assert.Equal(1, await map[0]);
        await Assert.ThrowsAsync<TimeoutException>(() => map[1]);

        static int Spin()
        {
            while (true)
            {
                Thread.SpinWait(1000);
            }
        }
    }

    [ProcessFact]
    public async Task PMap_RepeatableTaskLosesItsWorkerOnce_GivesTheSecondAttemptsResult()
    {
        var results = await Enumerable.Range(0, 4).PMap(DieFirst, new ExchangeOptions { Limit = 1, Retries = 1 }).ListAsync();

        Assert.Equal([1, 1, 2, 1], results);

        static int DieFirst(int x)
        {
            if (x == 2 && RunningTask.Attempt == 1)
            {
                Processes.Kill(Environment.ProcessId);
            }

            return RunningTask.Attempt;
        }
    }

    [ProcessFact]
    public async Task PMap_RepeatableTaskOfALargeArray_HasAllOfItAgain()
    {
        var inputs = Enumerable.Range(0, 3).Select(i => Enumerable.Repeat((byte)i, 1_000_000).ToArray()).ToArray();

        var results = await inputs.PMap(DieFirst, new ExchangeOptions { Limit = 1, Retries = 1 }).ListAsync();

        Assert.Equal(inputs, results);

        static byte[] DieFirst(byte[] x)
        {
            if (x[0] == 1 && RunningTask.Attempt == 1)
            {
                Processes.Kill(Environment.ProcessId);
            }

            return x;
        }
    }

    [ProcessFact]
    public async Task PMapOutcomes_RepeatableTaskKeepsKillingItsWorkers_IsGivenUpWithEveryAttempt()
    {
        var outcomes = await Enumerable.Range(0, 3).PMapOutcomes(DieAtOne, new ExchangeOptions { Limit = 2, Retries = 2 }).ListAsync();

        var error = Assert.IsType<RetriesExhaustedException>(outcomes[1].Error);
        Assert.Equal(3, error.Attempts.Count);
        Assert.Equal(3, error.Attempts.Cast<WorkerExitedException>().Select(attempt => attempt.ProcessId).Distinct().Count());
        Assert.Equal([0, 2], outcomes.Where(outcome => outcome.Error is null).Select(outcome => outcome.Value));

        static int DieAtOne(int x)
        {
            if (x == 1)
            {
                Processes.Kill(Environment.ProcessId);
            }

            return x;
        }
    }

    [ProcessFact]
    public async Task PMapOutcomes_RepeatableTaskThrows_IsNotRepeated()
    {
        var outcomes = await new[] { 1 }.PMapOutcomes(static int (int x) => throw new FormatException($"attempt {RunningTask.Attempt}"), new ExchangeOptions { Retries = 5 }).ListAsync();

        Assert.Equal("attempt 1", Assert.IsType<FormatException>(outcomes[0].Error).Message);
    }

    [ProcessFact]
    public async Task PMap_RepeatableTaskTimesOutOnce_GivesTheSecondAttemptsResult()
    {
        var results = await new[] { 7 }.PMap(SpinFirst, Limited with { Retries = 1 }).ListAsync();

        Assert.Equal([2], results);

        static int SpinFirst(int x)
        {
            while (RunningTask.Attempt == 1)
            {
                Thread.SpinWait(1000);
            }

            return RunningTask.Attempt;
        }
    }

    [ProcessFact]
    public async Task PMapOutcomes_RepeatableTaskObeysEachTimeAtItsTimeOut_IsGivenUpWithEveryAttempt()
    {
        var outcomes = await Enumerable.Range(0, 2).PMapOutcomes(ObeyAtZeroAsync, Patient).ListAsync();

        AssertTimedOutTwice(outcomes[0].Error);
        Assert.Equal(1, outcomes[1].Value);
    }

    [ProcessFact]
    public async Task Start_RepeatableTaskObeysEachTimeAtItsTimeOut_IsGivenUpWithEveryAttempt()
    {
        await using var map = new ProcessMap<int>(Patient with { Reuse = true });
        map.Start(ObeyAtZeroAsync, 0, CancellationToken.None);
        map.Start(ObeyAtZeroAsync, 1, CancellationToken.None);

        AssertTimedOutTwice(await Record.ExceptionAsync(() => map[0]));
        Assert.Equal(1, await map[1]);
    }

    private static void AssertTimedOutTwice(Exception? error)
    {
        Assert.Equal(2, Assert.IsType<RetriesExhaustedException>(error).Attempts.OfType<TimeoutException>().Count());
    }

    private static async Task<int> ObeyAtZeroAsync(int x, CancellationToken cancellationToken)
    {
        await Task.Delay(x == 0 ? Timeout.Infinite : 0, cancellationToken);
        return x;
    }

    private static class Served
    {
        public static int Count { get; set; }
    }
}
