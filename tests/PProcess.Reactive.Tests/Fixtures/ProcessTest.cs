namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>A test that starts workers: behind it none is left, and nothing has failed unobserved.</summary>
public abstract class ProcessTest : IAsyncLifetime
{
    /// <summary>Within which everything that was started is promised to be gone.</summary>
    private static readonly TimeSpan TerminationTime = TimeSpan.FromSeconds(5);

    // A child that one test has left is that test's failure, not that of those behind it.
    private static readonly HashSet<int> Known = [];

    public virtual ValueTask InitializeAsync()
    {
        Known.UnionWith(Processes.Children);
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var start = TimeProvider.System.GetTimestamp();
        do
        {
            await SharedWorkers.EndIdleAsync(); // A subscription that was disposed a moment ago may still be giving its workers back.
        }
        while (Processes.Children.Except(Known).Any() && TimeProvider.System.GetElapsedTime(start) < TerminationTime);

        Assert.Empty(Processes.Children.Except(Known));
        Assert.Empty(UnobservedFailures.Take());
    }
}
