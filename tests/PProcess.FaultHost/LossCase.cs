using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Tasks that kill their worker, among others that do not.</summary>
internal sealed class LossCase : FaultCase
{
    private const int Losses = 5;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        for (var round = 0; round < Losses; round++)
        {
            Start(queue, Functions.Dies);
            for (var i = 0; i < 50; i++)
            {
                Start(queue, Functions.Identify);
            }

            await CollectAsync(queue);
        }
    }
}
