using System.Diagnostics;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Many workers, each started for one task and ended, so many at a time.</summary>
internal sealed class StressCase(int count, int atOnce) : FaultCase
{
    protected override ExchangeOptions Options { get; } = new() { Limit = atOnce };

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        var running = Stopwatch.StartNew();
        HashSet<Guid> workers = [];
        for (var i = 0; i < count; i++)
        {
            Start(queue, Functions.Identify);
        }

        await CollectAsync(queue, result => workers.Add(result.Worker));
        Report.Say("workers", workers.Count);
        Report.Say("milliseconds", running.ElapsedMilliseconds);
    }
}
