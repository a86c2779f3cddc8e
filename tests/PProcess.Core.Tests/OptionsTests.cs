namespace PProcess.Core.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Start_SeveralWorkerOptionsOutOfRange_NamesEach()
    {
        var options = new WorkerOptions { StartTimeout = TimeSpan.Zero, GracePeriod = TimeSpan.FromTicks(-1), GCHeapHardLimit = 0 };
        var error = Assert.Throws<ArgumentOutOfRangeException>("options", () => Worker.Start(Launcher.InProcess, options));
        Assert.Contains("StartTimeout is 00:00:00, but has to be above zero", error.Message, StringComparison.Ordinal);
        Assert.Contains("GracePeriod is -00:00:00.0000001, but has to be zero or more", error.Message, StringComparison.Ordinal);
        Assert.Contains("GCHeapHardLimit is 0", error.Message, StringComparison.Ordinal);
        Assert.Empty(WorkerOptions.Default.Validate());
    }

    [Fact]
    public void StartAsync_SeveralBackgroundOptionsOutOfRange_NamesEachBeforeAnythingIsStarted()
    {
        var options = new BackgroundOptions { NeverCollectedFor = TimeSpan.Zero, WaitingResults = 0, WaitingBytes = -1 };
        var error = Assert.Throws<ArgumentOutOfRangeException>("options", () => { _ = BackgroundProcess.StartAsync("never-started", Invocation.Create(static () => { }), options, TestContext.Current.CancellationToken); });
        Assert.Contains("NeverCollectedFor is 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("WaitingResults is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("WaitingBytes is -1", error.Message, StringComparison.Ordinal);
        Assert.Empty(new BackgroundOptions { NeverCollectedFor = Timeout.InfiniteTimeSpan, WaitingResults = 1, WaitingBytes = 1 }.Validate());
    }
}
