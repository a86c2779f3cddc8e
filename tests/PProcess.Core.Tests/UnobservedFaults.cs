using System.Collections.Concurrent;

namespace PProcess.Core.Tests;

/// <summary>Tasks that have faulted while nobody looked.</summary>
internal static class UnobservedFaults
{
    private static readonly ConcurrentQueue<Exception> Faults = [];

    static UnobservedFaults() => TaskScheduler.UnobservedTaskException += (_, fault) => Faults.Enqueue(fault.Exception);

    /// <summary>Fails where there has been one since the last call.</summary>
    public static void AssertNone()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        List<Exception> found = [];
        while (Faults.TryDequeue(out var fault))
        {
            found.Add(fault);
        }

        Assert.Empty(found);
    }
}
