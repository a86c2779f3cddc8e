using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A host that is ended while its workers are being started.</summary>
internal static class StartingHost
{
    public static async Task RunAsync()
    {
        Report.Say("begun");

        // Not disposed: the end of the program is all that its workers get.
        List<ProcessChannel> channels = [ProcessChannel.Start(Functions.SpinAsync), ProcessChannel.Start(Functions.HostAsync)];
        var map = new ProcessMap<TaskResult>(limit: 4);
        for (var i = 0; i < 4; i++)
        {
            map.Start(Functions.Pause, i);
        }

        await Task.Delay(Timeout.Infinite);
        GC.KeepAlive((channels, map));
    }
}
