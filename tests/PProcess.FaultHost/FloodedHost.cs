using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A host whose workers write faster than it may read: once it is stopped, they are blocked in a write.</summary>
internal static class FloodedHost
{
    public static async Task RunAsync()
    {
        var reported = new TaskCompletionSource();
        var progress = new DroppedReports(() => reported.TrySetResult());
        await using var map = new ProcessMap<int>(limit: 2);
        map.Start<IProgress<byte[]>>(Functions.Flood, progress);
        map.Start<IProgress<byte[]>>(Functions.Flood, progress);
        await reported.Task;
        Report.Say("begun");
        await Task.Delay(Timeout.Infinite);
    }

    private sealed class DroppedReports(Action onReport) : IProgress<byte[]>
    {
        public void Report(byte[] value) => onReport();
    }
}
