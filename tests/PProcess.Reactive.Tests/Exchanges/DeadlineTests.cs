using PProcess.Reactive.Exchanges;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Exchanges;

public class DeadlineTests
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    [Fact]
    public void HasPassed_Zero_AtOnce() => Assert.True(new Deadline(TimeSpan.Zero, "timeout").HasPassed);

    [Fact]
    public void HasPassed_Null_Never() => Assert.False(new Deadline(null, "timeout").HasPassed);

    [Theory]
    [InlineData(-2)]
    [InlineData(-1e9)]
    public void Constructor_Negative_NamesTheParameter(double milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => new Deadline(TimeSpan.FromMilliseconds(milliseconds), "timeout"));

    [ProcessFact]
    public async Task WaitAsync_TimeIsUp_ReturnsAndHasPassed()
    {
        var deadline = new Deadline(TimeSpan.FromMilliseconds(20), "timeout");

        do
        {
            await deadline.WaitAsync(Never, TestDeadline.Token);
        }
        while (!deadline.HasPassed);
    }

    [ProcessTheory]
    [InlineData((double)int.MaxValue + 1)]
    [InlineData((double)uint.MaxValue + 1)]
    [InlineData(9e14)]
    public async Task WaitAsync_LongerThanATimerTakes_WaitsForTheTask(double milliseconds)
    {
        var deadline = new Deadline(TimeSpan.FromMilliseconds(milliseconds), "timeout");
        var source = new TaskCompletionSource();
        var wait = deadline.WaitAsync(source.Task, TestDeadline.Token);
        Assert.False(wait.IsCompleted);

        source.SetResult();

        await wait.InTimeAsync();
        Assert.False(deadline.HasPassed);
    }

    [ProcessFact]
    public async Task WaitAsync_Cancelled_ThrowsWithTheToken()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = new Deadline(null, "timeout").WaitAsync(Never, cancellation.Token);

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [ProcessFact]
    public async Task WaitAsync_TaskFails_ReturnsWithoutThrowing() =>
        await new Deadline(null, "timeout").WaitAsync(Task.FromException(new InvalidOperationException()), TestDeadline.Token);
}
