using System.Runtime.CompilerServices;

namespace PProcess.Reactive.Tests.Forking;

/// <summary>Methods that go on in the processes which an exchange, a queue or a map creates for them.</summary>
internal static class CreateMethods
{
    /// <summary>As the original's create_loop: ten processes, each counting down through its channel, served by an exchange.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<(int Process, int Message)>> CreateLoopAsync(Launcher launcher, int processes, int messages)
    {
        await using var exchange = new ProcessExchange(new ExchangeOptions { Limit = null, Launcher = launcher });
        for (var i = 0; i < processes; i++)
        {
            var channel = await ProcessChannel.Create(launcher);
            if (channel.ProcessId == 0)
            {
                for (var j = 0; j < messages; j++)
                {
                    await channel.SendAsync((i, j));
                }

                await channel.ExitAsync();
            }

            exchange.Add(channel);
        }

        List<(int, int)> received = [];
        while (exchange.Unfinished)
        {
            foreach (var channel in await exchange.ReadyAsync())
            {
                received.Add(await channel.ReceiveAsync<(int, int)>());
            }
        }

        return received;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<int>> SquaresByMapAsync(ExchangeOptions options, int count)
    {
        await using var map = new ProcessMap<int>(options);
        for (var i = 0; i < count; i++)
        {
            if (await map.Create() is { } child)
            {
                await child.SendAsync(i * i);
                await child.ExitAsync();
            }
        }

        return await map.ToListAsync();
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<(int I, int J)>> PairsByQueueAsync(ExchangeOptions options, int rows, int columns)
    {
        await using var queue = new ProcessQueue<(int, int)>(options);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                if (await queue.Create() is { } child)
                {
                    await child.SendAsync((i, j));
                    return []; // The end of the method ends the process as well.
                }
            }
        }

        return await queue.ToListAsync();
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<int> SumByExchangeAsync(ExchangeOptions options, int count)
    {
        await using var exchange = new SummingExchange(options);
        for (var i = 1; i <= count; i++)
        {
            if (await exchange.Create() is { } child)
            {
                await child.SendAsync(i);
                await child.ExitAsync();
            }
        }

        await exchange.FinishAsync();
        return exchange.Sum;
    }

    /// <summary>Says for each process how many others were at work, at most.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<int> MostAtOnceAsync(ExchangeOptions options, string directory, int count)
    {
        await using var map = new ProcessMap<int>(options);
        for (var i = 0; i < count; i++)
        {
            if (await map.Create() is { } child)
            {
                var mine = Path.Combine(directory, $"{i}");
                await File.WriteAllTextAsync(mine, "");
                await Task.Delay(50); // The longer, the surer it is that a missing limit is seen.
                var atOnce = Directory.GetFiles(directory).Length;
                File.Delete(mine);
                await child.SendAsync(atOnce);
                await child.ExitAsync();
            }
        }

        return await map.MaxAsync();
    }

    /// <summary>Each process gives all its messages.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<int>> ContinuousAsync(ExchangeOptions options, int[] counts)
    {
        await using var map = new ProcessMap<int>(options with { Continuous = true });
        foreach (var count in counts)
        {
            if (await map.Create() is { } child)
            {
                for (var i = 0; i < count; i++)
                {
                    await child.SendAsync(i);
                }

                await child.ExitAsync();
            }
        }

        return await map.ToListAsync();
    }

    /// <summary>A result begets the next process, inside the loop over the queue.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<int>> CreateInLoopOverQueueAsync(ExchangeOptions options, int count)
    {
        await using var queue = new ProcessQueue<int>(options);
        queue.Start(static () => 1);
        List<int> results = [];
        await foreach (var result in queue)
        {
            results.Add(result);
            if (result < count && await queue.Create() is { } child)
            {
                await child.SendAsync(result + 1);
                await child.ExitAsync();
            }
        }

        return results;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<object>> FailuresAsync(ExchangeOptions options)
    {
        await using var map = new ProcessMap<int>(options);
        for (var i = 0; i < 3; i++)
        {
            if (await map.Create() is { } child)
            {
                if (i == 1)
                {
                    throw new TimeoutException("too late");
                }

                if (i == 2)
                {
                    Environment.FailFast("as the test wants");
                }

                await child.SendAsync(i);
                await child.ExitAsync();
            }
        }

        List<object> outcomes = [];
        for (var i = 0; i < 3; i++)
        {
            try
            {
                outcomes.Add(await map[i]);
            }
            catch (Exception error)
            {
                outcomes.Add(error);
            }
        }

        return outcomes;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<(bool Exchange, bool Queue, bool Map, bool Bound, bool Manager, bool Sequence)> AbsentAsync(ExchangeOptions options)
    {
        await using var exchange = new SummingExchange(options);
        await using var queue = new ProcessQueue<int>(options);
        await using var map = new ProcessMap<(bool, bool, bool, bool, bool, bool)>(options);
        Func<ValueTask> bound = queue.DisposeAsync;
        var manager = queue.Manage<int>(static value => value);
        IAsyncEnumerable<int> sequence = queue;
        if (await map.Create() is { } child)
        {
            await child.SendAsync((IsNull(exchange), IsNull(queue), IsNull(map), IsNull(bound), IsNull(manager), IsNull(sequence)));
            await child.ExitAsync();
        }

        return await map[0];
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<(bool Exchange, bool Queue)> PersistentAbsentAsync(ExchangeOptions options)
    {
        await using var map = new ProcessMap<(bool, bool)>(options);
        await using var exchange = new PersistentExchange();
        await using var queue = new PersistentQueue<int>();
        if (await map.Create() is { } child)
        {
            await child.SendAsync((IsNull(exchange), IsNull(queue)));
            await child.ExitAsync();
        }

        return await map[0];
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<(CannotTravelException? Refusal, int Active, bool Unfinished)> RefusedAsync(ExchangeOptions options)
    {
        await using var map = new ProcessMap<int>(options);
        using var stream = new MemoryStream();
        try
        {
            await map.Create();
        }
        catch (CannotTravelException refusal)
        {
            stream.WriteByte(1);
            return (refusal, map.Active.Count, map.Unfinished);
        }

        return default;
    }

    /// <summary>A created process creates others, by a map of its own.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<int>> NestedAsync(ExchangeOptions options, int count)
    {
        await using var outer = new ProcessMap<int>(options);
        for (var i = 0; i < count; i++)
        {
            if (await outer.Create() is { } child)
            {
                await using var inner = new ProcessMap<int>(options);
                for (var j = 0; j < count; j++)
                {
                    if (await inner.Create() is { } grandchild)
                    {
                        await grandchild.SendAsync((10 * i) + j);
                        await grandchild.ExitAsync();
                    }
                }

                await child.SendAsync(await inner.SumAsync());
                await inner.DisposeAsync();
                await child.ExitAsync();
            }
        }

        return await outer.ToListAsync();
    }

    /// <summary>Started functions and created processes by turns, where processes are reused.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<int>> MixedAsync(ExchangeOptions options, int count)
    {
        await using var map = new ProcessMap<int>(options);
        for (var i = 0; i < count; i++)
        {
            map.Start(static () => Environment.ProcessId);
            if (await map.Create() is { } child)
            {
                await child.SendAsync(Environment.ProcessId);
                await child.ExitAsync();
            }

            map.Start(static () => Environment.ProcessId);
        }

        return await map.ToListAsync();
    }

    private static bool IsNull(object? value) => value is null;
}
