using System.Collections.Concurrent;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // Tests count processes.
[assembly: AssemblyFixture(typeof(PProcess.Reactive.Tests.Fixtures.UnobservedFailures))]

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>Fails the run when something has failed in a task that nobody looked at.</summary>
public sealed class UnobservedFailures : IDisposable
{
    private readonly ConcurrentQueue<Exception> _failures = [];

    public UnobservedFailures() => TaskScheduler.UnobservedTaskException += Note;

    public void Dispose()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= Note;
        Assert.Empty(_failures);
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs arguments) => _failures.Enqueue(arguments.Exception);
}
