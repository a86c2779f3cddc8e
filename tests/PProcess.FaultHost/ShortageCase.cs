using System.Diagnostics;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Ten times short of what workers are started with: tasks are run or their failure is reported, and then it is as before.</summary>
internal sealed class ShortageCase(IShortage shortage) : FaultCase
{
    private const int Rounds = 10;
    private const int Plenty = 500;
    private const int PoolThreads = 24;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        await RehearseAsync(queue);
        var processor = TimeSpan.Zero;
        var elapsed = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            KillWorkers();
            using (shortage.Begin(round % 2 == 0 ? shortage.Nothing : shortage.Little))
            {
                var before = Environment.CpuUsage.TotalTime;
                var waited = Stopwatch.StartNew();
                await RunAsync(queue, 40, Functions.Identify);
                processor += Environment.CpuUsage.TotalTime - before;
                elapsed += waited.Elapsed;
            }

            await ReportWorkersAsync(queue);
        }

        Report.Say("inShortage", elapsed.TotalMilliseconds);
        Report.Say("processorInShortage", processor.TotalMilliseconds);
    }

    // Everything once, without a shortage: what the runtime has not loaded by then, it could not load in one.
    private async Task RehearseAsync(ProcessQueue<TaskResult> queue)
    {
        await FillThreadPoolAsync();
        await CountWorkersAsync(queue);
        KillWorkers();
        using (shortage.Begin(Plenty))
        {
            await RunAsync(queue, 40, Functions.Identify);
        }

        try
        {
            using var nothing = Process.Start("/nowhere/at-all");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Report.Say("rehearsed", new LaunchException(error.Message, error).ToString().Length);
        }
    }

    // Where the pool cannot start a thread that it wants, the runtime ends the process: no library can help that. They stay as the test's environment says.
    private static async Task FillThreadPoolAsync()
    {
        ThreadPool.SetMinThreads(PoolThreads, PoolThreads);
        using var all = new Barrier(PoolThreads);
        await Task.WhenAll(Enumerable.Range(0, PoolThreads).Select(_ => Task.Run(() => all.SignalAndWait())));
    }

    // New ones have to be started.
    private static void KillWorkers() => OwnProcess.Children.ForEach(child => Native.Kill(child.Id));
}
