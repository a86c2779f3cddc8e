namespace PProcess.Core.Tests.Workers;

/// <summary>The base of the tests that need real processes: all of them are gone when the test has ended.</summary>
public abstract class WorkerTest : IAsyncLifetime
{
    private readonly List<(ProcessChannel Channel, int ProcessId)> _channels = [];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var (channel, processId) in _channels)
        {
            await channel.DisposeAsync();
            await Processes.AssertGoneAsync(processId);
        }

        UnobservedFaults.AssertNone();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a function in a worker that ends with the test.</summary>
    private protected ProcessChannel Start(Invocation invocation)
    {
        var channel = ProcessChannel.Start(Launcher.LocalProcess, invocation);
        _channels.Add((channel, channel.ProcessId));
        return channel;
    }
}
