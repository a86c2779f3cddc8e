using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A host whose workers write faster than it may read: once it is stopped, they are blocked in a write.</summary>
internal static class FloodedHost
{
    public static async Task RunAsync()
    {
        await using var map = new ProcessMap<int>(limit: 2);
        await Task.WhenAll(StartFlood(map), StartFlood(map));
        Report.Say("begun");
        await Task.Delay(Timeout.Infinite);
    }

    // Ends when the function has begun.
    private static Task StartFlood(ProcessMap<int> map)
    {
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        map.Start<IProgress<byte[]>>(Functions.Flood, new DroppedReports(() => reported.TrySetResult()));
        return reported.Task;
    }

    private sealed class DroppedReports(Action onReport) : IProgress<byte[]>
    {
        public void Report(byte[] value) => onReport();
    }
}
