using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>Methods that create processes in loops over dictionaries and sets.</summary>
internal static class ForkTables
{
    /// <summary>The loop removes what it has passed, and the dictionary has had a gap that was filled again.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverDictionaryAsync(Launcher launcher)
    {
        var numbers = new Dictionary<string, int> { ["gap"] = 0, ["b"] = 1, ["fork"] = 2, ["c"] = 3 };
        numbers.Remove("gap");
        numbers["d"] = 4; // Where the gap was: it comes first.
        ProcessChannel? channel = null;
        foreach (var (word, number) in numbers)
        {
            if (word == "fork")
            {
                channel = await ProcessChannel.Create(launcher);
            }

            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync($"{word} {number} of {numbers.Count}");
            }
            else
            {
                numbers.Remove(word);
            }
        }

        return channel!;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverKeysAndValuesAsync(Launcher launcher)
    {
        var numbers = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2, ["c"] = 3 };
        ProcessChannel? channel = null;
        foreach (var word in numbers.Keys)
        {
            foreach (var number in numbers.Values)
            {
                if ((word, number) == ("b", 2))
                {
                    channel = await ProcessChannel.Create(launcher);
                }

                if (channel is { ProcessId: 0 })
                {
                    await channel.SendAsync($"{word}{number}");
                }
            }
        }

        return channel!;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverSetAsync(Launcher launcher, HashSet<int> numbers)
    {
        ProcessChannel? channel = null;
        foreach (var number in numbers)
        {
            if (number == 3)
            {
                channel = await ProcessChannel.Create(launcher);
            }

            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync(number);
            }
        }

        return channel!;
    }

    /// <summary>The dictionary grows during the loop, which the loop must notice in both processes.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> GrowingAsync(Launcher launcher)
    {
        var numbers = new Dictionary<int, int> { [0] = 0, [1] = 1 };
        ProcessChannel? channel = null;
        try
        {
            foreach (var (number, _) in numbers)
            {
                numbers.Add(number + 2, 0);
                channel = await ProcessChannel.Create(launcher);
            }
        }
        catch (InvalidOperationException) when (channel is { ProcessId: 0 })
        {
            await channel.SendAsync("noticed");
        }
        catch (InvalidOperationException)
        {
            // The creator's loop as well.
        }

        return channel!;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    public static async Task OverSortedSetAsync(Launcher launcher)
    {
        foreach (var number in new SortedSet<int> { 1, 2 })
        {
            var channel = await ProcessChannel.Create(launcher);
            await channel.SendAsync(number);
        }
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    public static async Task OverAsyncIteratorAsync(Launcher launcher)
    {
        await foreach (var number in CountAsync())
        {
            var channel = await ProcessChannel.Create(launcher);
            await channel.SendAsync(number);
        }
    }

    private static async IAsyncEnumerable<int> CountAsync()
    {
        await Task.Yield();
        yield return 1;
    }
}
