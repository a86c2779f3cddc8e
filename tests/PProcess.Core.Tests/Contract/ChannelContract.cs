namespace PProcess.Core.Tests.Contract;

/// <summary>The base of the suites that every launcher has to pass: each test's workers are gone when it has ended.</summary>
public abstract class ChannelContract(Launcher launcher) : IAsyncLifetime
{
    private readonly List<(ProcessChannel Channel, int ProcessId)> _channels = [];

    private protected bool IsInProcess => launcher == Launcher.InProcess;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var (channel, processId) in _channels)
        {
            await channel.DisposeAsync();
            if (!IsInProcess)
            {
                await Processes.AssertGoneAsync(processId);
            }
        }

        UnobservedFaults.AssertNone();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a function in a worker that ends with the test.</summary>
    private protected ProcessChannel Start(Invocation invocation)
    {
        var channel = ProcessChannel.Start(launcher, invocation);
        _channels.Add((channel, channel.ProcessId));
        return channel;
    }

    private protected Worker NewWorker() => Worker.Start(launcher);

    /// <summary>Runs a function to its end and gives what it returned.</summary>
    private protected async Task<T> RunAsync<T>(Invocation invocation)
    {
        var channel = Start(invocation);
        var result = await channel.ReceiveAsync<T>(Cancellation);
        await channel.Completion.WaitAsync(Cancellation);
        return result;
    }
}
