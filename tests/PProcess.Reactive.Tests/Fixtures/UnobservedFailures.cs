using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // Tests count processes.

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>What has failed in a task that nobody looked at.</summary>
internal static class UnobservedFailures
{
    private static readonly ConcurrentQueue<Exception> Failures = [];

    /// <summary>The failures since the last call.</summary>
    public static List<Exception> Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        List<Exception> failures = [];
        while (Failures.TryDequeue(out var failure))
        {
            failures.Add(failure);
        }

        return failures;
    }

    [ModuleInitializer]
    internal static void Watch() => TaskScheduler.UnobservedTaskException += (_, arguments) => Failures.Enqueue(arguments.Exception);
}
