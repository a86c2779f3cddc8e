using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Many results, or large ones, with a consumer that takes one, then none until no more come, then the rest slowly.</summary>
/// <param name="form">What gives the results.</param>
/// <param name="count">How many there are.</param>
/// <param name="size">How many bytes each has beside its id.</param>
internal sealed class BufferCase(string form, int count, int size) : FaultCase
{
    private const int Streams = 4;

    // A queue takes whatever is started, and what has not begun is its caller's own backlog.
    private const int Backlog = 10_000;

    private const long Little = 1024 * 1024;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(1);

    private int _taken;
    private int _asked = 1; // A result counts as taken for the source from the moment at which it is asked for, which is before the consumer can count it.
    private int _mostAhead;
    private int _pulled;

    protected override ExchangeOptions Options { get; } = new() { Limit = 2, Reuse = true };

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        await (form switch
        {
            "map" => TakeAsync(Ids().PMap(Fill(), Options)),
            "unordered" => TakeAsync(Ids().PMapUnordered(Fill(), Options)),
            "many" => TakeAsync(Enumerable.Range(0, Streams).PMapMany(Stream(), Options)),
            "queue" => RunQueueAsync(StartTasksAsync),
            "feed" => RunQueueAsync(StartStreams),
            _ => throw new ArgumentException($"There is no form {form}."),
        });
        Report.Say("mostAhead", _mostAhead);
    }

    private Func<int, Filled> Fill()
    {
        var taken = size;
        return id => Functions.Fill(id, taken);
    }

    private Func<int, IAsyncEnumerable<Filled>> Stream()
    {
        var (each, taken) = (count / Streams, size);
        for (var i = 0; i < Streams * each; i++)
        {
            Ledger.Post();
        }

        return stream => Functions.FillManyAsync(stream * each, each, taken);
    }

    private IEnumerable<int> Ids()
    {
        while (_pulled < count)
        {
            yield return Pull();
        }
    }

    private int Pull()
    {
        _mostAhead = Math.Max(_mostAhead, ++_pulled - Volatile.Read(ref _asked));
        return Ledger.Post();
    }

    private async Task RunQueueAsync(Func<ProcessQueue<Filled>, Task> start)
    {
        await using var queue = new ProcessQueue<Filled>(Options);
        var starting = start(queue);
        while (_taken < count)
        {
            await TakeAsync(queue);
        }

        await starting;
    }

    private async Task StartTasksAsync(ProcessQueue<Filled> queue)
    {
        while (_pulled < count)
        {
            if (_pulled - Volatile.Read(ref _taken) < Backlog)
            {
                queue.Start(Functions.Fill, Pull(), size);
            }
            else
            {
                await Task.Delay(Slowness);
            }
        }
    }

    private Task StartStreams(ProcessQueue<Filled> queue)
    {
        var stream = Stream();
        for (var i = 0; i < Streams; i++)
        {
            queue.Start(stream, i);
        }

        return Task.CompletedTask;
    }

    // Workers that have no room left send nothing.
    private static async Task WaitUntilQuietAsync()
    {
        for (var before = -Little; OwnProcess.BytesRead - before >= Little;)
        {
            before = OwnProcess.BytesRead;
            await Task.Delay(Quiet);
        }

        Report.Say("quiet");
    }

    private async Task TakeAsync(IAsyncEnumerable<Filled> results)
    {
        await foreach (var result in results)
        {
            if (result.Bytes?.Length == size || size == 0)
            {
                Ledger.Succeeded(result.Id);
            }

            var taken = Interlocked.Increment(ref _taken);
            if (taken == 1)
            {
                await WaitUntilQuietAsync();
            }
            else if (size > 0 || taken % 1000 == 0)
            {
                await Task.Delay(Slowness);
            }

            Interlocked.Increment(ref _asked);
        }
    }
}
