using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Workers that print a lot: into whatever the program's standard error is.</summary>
internal sealed class NoisyCase : FaultCase
{
    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        for (var i = 0; i < 100; i++)
        {
            Start(queue, Functions.Print);
        }

        await CollectAsync(queue);
    }
}
