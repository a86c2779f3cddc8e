using System.Diagnostics;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Tests.Scheduling;

public class StartAttemptsTests
{
    private readonly StartAttempts _attempts = new();

    [Fact]
    public void OnFailed_OneBehindTheOther_IsExhaustedAtTheThird()
    {
        _attempts.OnFailed(Stopwatch.GetTimestamp());
        _attempts.OnFailed(Stopwatch.GetTimestamp() + 1);
        Assert.False(_attempts.IsExhausted);
        _attempts.OnFailed(Stopwatch.GetTimestamp() + 1);
        Assert.True(_attempts.IsExhausted);
    }

    [Fact]
    public void OnFailed_ManyThatWereUnderWayTogether_CountAsOne()
    {
        var startedAt = Stopwatch.GetTimestamp();
        var delays = Enumerable.Range(0, 10).Select(_ => _attempts.OnFailed(startedAt)).Distinct();
        Assert.Single(delays);
        Assert.True(_attempts.IsProbing);
        Assert.False(_attempts.IsExhausted);
    }

    [Fact]
    public void Reset_Exhausted_StartsAnew()
    {
        for (var i = 0; i < 5; i++)
        {
            _attempts.OnFailed(Stopwatch.GetTimestamp() + 1);
        }

        _attempts.Reset();
        Assert.True(_attempts is { IsAllowed: true, IsProbing: false, IsExhausted: false });
    }
}
