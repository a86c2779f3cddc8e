using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Workers whose own children hold the worker's standard streams and outlive it.</summary>
internal sealed class GrandchildrenCase : FaultCase
{
    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        for (var i = 0; i < 4; i++)
        {
            Start(queue, Functions.LeaveGrandchild);
            Start(queue, Functions.LeaveGrandchildAndDie);
            for (var j = 0; j < 20; j++)
            {
                Start(queue, Functions.Identify);
            }

            await CollectAsync(queue);
        }
    }
}
