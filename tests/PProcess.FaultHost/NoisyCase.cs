using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Workers that print a lot: into whatever the program's standard error is.</summary>
internal sealed class NoisyCase : FaultCase
{
    private const int Rounds = 10;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await RunAsync(queue, 20, Functions.Print);
            await ReportWorkersAsync(queue);
        }
    }
}
