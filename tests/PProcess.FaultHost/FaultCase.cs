using System.Diagnostics;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A fault that the host survives: measured before it, provoked, and measured behind it.</summary>
internal abstract class FaultCase
{
    private const int TrivialTasks = 10;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReapTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private readonly List<int> _workersBehind = [];
    private long _workerPeak;

    protected Ledger Ledger { get; } = new();

    protected virtual ExchangeOptions Options { get; } = new() { Limit = 4, Reuse = true };

    public async Task RunAsync()
    {
        await WarmUpAsync();
        var descriptors = OwnProcess.Descriptors;
        using var over = new CancellationTokenSource();
        var watching = WatchMemoryAsync(over.Token);
        await using (var queue = new ProcessQueue<TaskResult>(Options))
        {
            await ProvokeAsync(queue);
            Ledger.SayAll();
            await RunTrivialTasksAsync(queue);
        }

        await SharedWorkers.EndIdleAsync();
        var disposed = Stopwatch.StartNew();
        await over.CancelAsync();
        await watching; // It opens files itself.
        await LookBehindAsync(descriptors, disposed);
        Report.Say("hostPeak", OwnProcess.PeakMemory("self"));
        Report.Say("workerPeak", _workerPeak);
        Report.Say("done");
    }

    /// <summary>Provokes the fault, with every task in the ledger.</summary>
    protected abstract Task ProvokeAsync(ProcessQueue<TaskResult> queue);

    protected void Start(ProcessQueue<TaskResult> queue, Func<int, TaskResult> function) => queue.Start(function, Ledger.Post());

    /// <summary>Takes outcomes until no task is without one; the failures are thrown one at a time.</summary>
    protected async Task CollectAsync(ProcessQueue<TaskResult> queue, Action<TaskResult>? onResult = null, Action? onOutcome = null)
    {
        while (Ledger.Unfinished > 0)
        {
            try
            {
                await foreach (var result in queue)
                {
                    Ledger.Succeeded(result.Id);
                    onResult?.Invoke(result);
                    onOutcome?.Invoke();
                }
            }
            catch (PProcessException error)
            {
                Ledger.FailedWith(error);
                onOutcome?.Invoke();
            }
            catch (OutOfMemoryException error)
            {
                Ledger.FailedWith(error);
            }
        }
    }

    /// <summary>Runs so many tasks to their ends.</summary>
    protected async Task RunAsync(ProcessQueue<TaskResult> queue, int count, Func<int, TaskResult> function, Action<TaskResult>? onResult = null)
    {
        for (var i = 0; i < count; i++)
        {
            Start(queue, function);
        }

        await CollectAsync(queue, onResult);
    }

    /// <summary>Reports how many workers there are behind a round.</summary>
    protected async Task ReportWorkersAsync(ProcessQueue<TaskResult> queue)
    {
        _workersBehind.Add(await CountWorkersAsync(queue));
        Report.Say("workersBehind", string.Join(' ', _workersBehind));
    }

    /// <summary>Waits until there are as many workers as there may be, for a start that had failed may still be waited out; gives up in the end.</summary>
    protected async Task<int> CountWorkersAsync(ProcessQueue<TaskResult> queue)
    {
        HashSet<Guid> workers = [];
        var most = Options.Limit!.Value;
        for (var attempt = 0; attempt < 20 && workers.Count < most; attempt++)
        {
            await RunAsync(queue, 2 * most, Functions.Pause, result => workers.Add(result.Worker));
        }

        return workers.Count;
    }

    // What the runtime and the library open once must not count as a leak.
    private static async Task WarmUpAsync()
    {
        await using (var queue = new ProcessQueue<TaskResult>(new ExchangeOptions { Limit = 2, Reuse = true }))
        {
            for (var i = 0; i < 20; i++)
            {
                queue.Start(Functions.Identify, i);
            }

            await foreach (var _ in queue)
            {
            }
        }

        using var shell = Process.Start("/bin/sh", ["-c", ":"]);
        await shell.WaitForExitAsync();
    }

    private static async Task RunTrivialTasksAsync(ProcessQueue<TaskResult> queue)
    {
        for (var i = 0; i < TrivialTasks; i++)
        {
            queue.Start(Functions.Identify, i);
        }

        HashSet<int> ids = [];
        await foreach (var result in queue)
        {
            ids.Add(result.Id);
        }

        Report.Say("afterwards", ids.Count);
    }

    private static async Task LookBehindAsync(List<string> descriptors, Stopwatch disposed)
    {
        await UntilAsync(() => !OwnProcess.Children.Any(child => child.IsZombie), ReapTime - disposed.Elapsed);
        Report.Say("zombies", OwnProcess.Children.Count(child => child.IsZombie));
        await UntilAsync(() => OwnProcess.Children.Count == 0 && OwnProcess.Descriptors.Count <= descriptors.Count, EndTime - disposed.Elapsed);
        Report.Say("children", OwnProcess.Children.Count);
        Report.Say("descriptorsBefore", descriptors.Count);
        Report.Say("descriptorsAfter", OwnProcess.Descriptors.Count);
        Report.Say("descriptorsMore", string.Join(' ', OwnProcess.Descriptors.Except(descriptors)));
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        var waited = Stopwatch.StartNew();
        while (!condition() && waited.Elapsed < limit)
        {
            await Task.Delay(LookInterval);
        }
    }

    private async Task WatchMemoryAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                _workerPeak = OwnProcess.Children.Select(OwnProcess.PeakMemory).Append(_workerPeak).Max();
            }
            catch (IOException)
            {
                // There is no descriptor left to look with.
            }

            await Task.Delay(LookInterval, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
