using System.Globalization;
using PProcess.Workers;

namespace PProcess.Core.Tests.Workers;

/// <summary>Who waits for a turn to read does nothing else.</summary>
public sealed class ReadingTurnTests
{
    // Of 150 ms. To spin at each look took 15 of them, and yielded to the others that did so a thousand times a second.
    private static readonly TimeSpan Allowed = TimeSpan.FromMilliseconds(5);

    [Fact(Timeout = Deadline.Test)]
    public async Task WaitingTakesNoProcessorTime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads what Linux says of a thread.");
        var turn = new ReadingTurn();
        turn.Lend();
        turn.TryReclaim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Task.Factory.StartNew(
            () =>
            {
                begun.SetResult();
                var before = ProcessorTime();
                Assert.False(turn.WaitToTake());
                return ProcessorTime() - before;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await begun.Task;
        await Task.Delay(TimeSpan.FromMilliseconds(150), TestContext.Current.CancellationToken);
        turn.Stop();
        Assert.InRange(await waiting, TimeSpan.Zero, Allowed);
    }

    private static TimeSpan ProcessorTime() =>
        TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000);
}
