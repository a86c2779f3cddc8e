namespace PProcess.Core.Tests.Contract;

/// <summary>The base of the suites that every launcher has to pass: each test's workers are gone when it has ended.</summary>
public abstract class ChannelContract(Launcher launcher) : IAsyncLifetime
{
    private readonly List<(ProcessChannel Channel, int ProcessId)> _channels = [];
    private readonly List<Worker> _workers = [];

    private protected Launcher Launcher => launcher;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_channels.Select(started => started.Channel.DisposeAsync().AsTask()));
        await Task.WhenAll(_workers.Select(worker => worker.DisposeAsync().AsTask()));
        if (launcher != Launcher.InProcess)
        {
            await Task.WhenAll(_channels.Select(started => started.ProcessId).Concat(_workers.Select(worker => worker.ProcessId)).Select(Processes.AssertGoneAsync));
        }

        UnobservedFaults.AssertNone();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a function in a worker that ends with the test.</summary>
    private protected ProcessChannel Start(Invocation invocation) => Keep(ProcessChannel.Start(launcher, invocation));

    /// <summary>Ends the channel with the test.</summary>
    private protected ProcessChannel Keep(ProcessChannel channel)
    {
        _channels.Add((channel, channel.ProcessId));
        return channel;
    }

    /// <summary>Starts a worker that ends with the test.</summary>
    private protected Worker NewWorker()
    {
        var worker = Worker.Start(launcher);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Runs a function to its end and gives what it returned.</summary>
    private protected async Task<T> RunAsync<T>(Invocation invocation)
    {
        var channel = Start(invocation);
        var result = await channel.ReceiveAsync<T>(Cancellation);
        await channel.Completion.WaitAsync(Cancellation);
        return result;
    }
}
