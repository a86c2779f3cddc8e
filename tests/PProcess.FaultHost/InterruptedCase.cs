using System.Runtime.InteropServices;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A host that decides to go on when its whole group is interrupted: Ctrl+C is its decision alone.</summary>
internal sealed class InterruptedCase : FaultCase
{
    private const int Interrupts = 3;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        var interrupted = new SemaphoreSlim(0);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            interrupted.Release();
        });
        HashSet<Guid> workers = [];
        for (var round = 0; round <= Interrupts; round++)
        {
            for (var i = 0; i < 8; i++)
            {
                Start(queue, Functions.Pause);
            }

            await CollectAsync(queue, result => workers.Add(result.Worker));
            Report.Say("round", round);
            if (round < Interrupts)
            {
                await interrupted.WaitAsync();
            }
        }

        Report.Say("workers", workers.Count);
    }
}
