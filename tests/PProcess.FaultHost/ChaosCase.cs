using System.Collections.Concurrent;
using System.Diagnostics;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Small tasks on four workers, of which one at random is killed every 20 ms.</summary>
internal sealed class ChaosCase(string form, TimeSpan duration) : FaultCase
{
    private const int Ahead = 500;

    // Every so often the victim is any child, so that some die before they have become workers.
    private const int AnyChildEvery = 10;

    private static readonly TimeSpan KillInterval = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<int, bool> _ready = [];
    private readonly Stopwatch _running = new();
    private TimeSpan _lastOutcome;
    private TimeSpan _longestGap;
    private int _kills;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        Report.Say("coldStart", (await MeasureStartAsync()).TotalMilliseconds);
        _running.Start();
        var killing = KillAsync();
        await (form == "queue" ? RunQueueAsync(queue) : RunMapAsync());
        await killing;
        Report.Say("kills", _kills);

        // The last one may have been killed while it had nothing to do: until the host sees its end, it takes the task that is given to it next.
        await ReportWorkersAsync(queue);
        Report.Say("longestGap", _longestGap.TotalMilliseconds);
    }

    // What a start costs on this machine, now: four at a time, as after four kills.
    private static async Task<TimeSpan> MeasureStartAsync()
    {
        var started = Stopwatch.StartNew();
        await using var queue = new ProcessQueue<TaskResult>(new ExchangeOptions { Limit = 4 });
        for (var i = 0; i < 4; i++)
        {
            queue.Start(Functions.Identify, i);
        }

        await foreach (var _ in queue)
        {
        }

        return started.Elapsed;
    }

    private async Task RunQueueAsync(ProcessQueue<TaskResult> queue)
    {
        while (_running.Elapsed < duration)
        {
            for (var i = 0; i < Ahead; i++)
            {
                Start(queue, Functions.Identify);
            }

            await CollectAsync(queue, result => _ready[result.ProcessId] = true, NoteOutcome);
        }
    }

    private async Task RunMapAsync()
    {
        await foreach (var outcome in Inputs().PMapOutcomes(Functions.Identify, Options))
        {
            NoteOutcome();
            if (outcome.Error is { } error)
            {
                Ledger.FailedWith(error, outcome.Input);
            }
            else
            {
                Ledger.Succeeded(outcome.Value.Id);
                _ready[outcome.Value.ProcessId] = true;
            }
        }
    }

    private IEnumerable<int> Inputs()
    {
        while (_running.Elapsed < duration)
        {
            yield return Ledger.Post();
        }
    }

    private void NoteOutcome()
    {
        var now = _running.Elapsed;
        _longestGap = now - _lastOutcome > _longestGap ? now - _lastOutcome : _longestGap;
        _lastOutcome = now;
    }

    private async Task KillAsync()
    {
        var random = new Random(20);
        using var timer = new PeriodicTimer(KillInterval);
        for (var tick = 1; _running.Elapsed < duration && await timer.WaitForNextTickAsync(); tick++)
        {
            var victims = OwnProcess.Children.Where(child => !child.IsZombie).Select(child => child.Id).Where(id => tick % AnyChildEvery == 0 || _ready.ContainsKey(id)).ToList();
            if (victims.Count > 0)
            {
                var victim = victims[random.Next(victims.Count)];
                _ready.TryRemove(victim, out _);
                Native.Kill(victim);
                _kills++;
            }
        }
    }
}
