using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Tasks that take more memory than the limit under which the program was started.</summary>
internal sealed class MemoryCase : FaultCase
{
    private const int Rounds = 10;

    protected override ExchangeOptions Options { get; } = new() { Limit = 2, Reuse = true };

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        for (var round = 0; round < Rounds; round++)
        {
            Start(queue, Functions.Hog);
            await RunAsync(queue, 20, Functions.Identify);
            await ReportWorkersAsync(queue);
        }
    }
}
