namespace PProcess.Core.Tests.Workers;

/// <summary>How a worker is asked to end: each way only where the one before it did not help.</summary>
public sealed class EndOrderTests
{
    [Theory(Timeout = Deadline.Test)]
    [InlineData("Close", new[] { "Close" })]
    [InlineData("Terminate", new[] { "Close", "Terminate" })]
    [InlineData("Kill", new[] { "Close", "Terminate", "Kill" })]
    public async Task DisposeAsync_ProcessObeysOneWay_GoesThatFarAndLetsGo(string obeyed, string[] expected)
    {
        var launcher = new ObedientLauncher(obeyed);
        var worker = Worker.Start(launcher);
        await worker.Ready.WaitAsync(TestContext.Current.CancellationToken);
        await worker.DisposeAsync();
        Assert.Equal([.. expected, "Dispose"], launcher.Asked);
        Assert.Equal(new ExitStatus(expected.Length), worker.ExitStatus);
        Assert.True(worker.HasEnded);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_ProcessClosesItsOutputAndLivesOn_IsKilled()
    {
        var launcher = new ObedientLauncher("Kill");
        var worker = Worker.Start(launcher);
        await worker.Ready.WaitAsync(TestContext.Current.CancellationToken);
        await launcher.CloseOutputAsync();
        await worker.Completion.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["Kill", "Dispose"], launcher.Asked);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_ProcessIsNotToBeTrusted_IsKilledAtOnce()
    {
        var launcher = new ObedientLauncher("Kill");
        var worker = Worker.Start(launcher);
        await worker.Ready.WaitAsync(TestContext.Current.CancellationToken);
        await launcher.SendAsync("This is not a frame."u8.ToArray());
        await worker.Completion.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["Kill", "Dispose"], launcher.Asked);
    }
}
