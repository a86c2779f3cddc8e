using System.Runtime.InteropServices;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A host that decides to go on when its whole group is interrupted while workers are being started.</summary>
internal sealed class InterruptedStartCase(int rounds) : FaultCase
{
    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        var interrupted = new SemaphoreSlim(0);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            interrupted.Release();
        });
        for (var round = 0; round < rounds; round++)
        {
            await using var starting = new ProcessQueue<TaskResult>(Options);
            Report.Say("round", round);
            for (var i = 0; i < 8; i++)
            {
                Start(starting, Functions.Identify);
            }

            await interrupted.WaitAsync();
            await CollectAsync(starting);
        }
    }
}
