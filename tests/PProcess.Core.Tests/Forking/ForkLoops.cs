using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>Methods that create processes in loops.</summary>
internal static class ForkLoops
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<ProcessChannel>> NestedLoopsAsync(Launcher launcher, int rows, int columns)
    {
        var channels = new List<ProcessChannel>();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var channel = await ProcessChannel.Create(launcher);
                if (channel.ProcessId == 0)
                {
                    await channel.SendAsync((i, j, channels.Count, channels.All(other => other is null)));
                    await channel.ExitAsync();
                }

                channels.Add(channel);
            }
        }

        return channels;
    }

    /// <summary>The created process goes on with the loop where the creator was.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverArrayAsync(Launcher launcher, string[] words)
    {
        ProcessChannel? channel = null;
        foreach (var word in words)
        {
            if (word == "fork")
            {
                channel = await ProcessChannel.Create(launcher);
            }

            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync(word);
            }
        }

        return channel!;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverListAsync(Launcher launcher, List<string> words)
    {
        ProcessChannel? channel = null;
        foreach (var word in words)
        {
            if (word == "fork")
            {
                channel = await ProcessChannel.Create(launcher);
            }

            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync(word);
            }
        }

        return channel!;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverSequenceAsync(Launcher launcher, IEnumerable<string> words)
    {
        ProcessChannel? channel = null;
        foreach (var word in words)
        {
            if (word == "fork")
            {
                channel = await ProcessChannel.Create(launcher);
            }

            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync(word);
            }
        }

        return channel!;
    }

    /// <summary>The list grows during the loop, in the created process, which the loop must notice.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> GrowingListAsync(Launcher launcher)
    {
        List<int> numbers = [1, 2, 3];
        numbers.Remove(2);
        ProcessChannel? channel = null;
        foreach (var number in numbers)
        {
            channel ??= await ProcessChannel.Create(launcher);
            if (channel.ProcessId != 0)
            {
                return channel;
            }

            numbers.Add(number);
        }

        return channel!;
    }

    public static IEnumerable<string> Words(params string[] words)
    {
        foreach (var word in words)
        {
            yield return word;
        }
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> OverRangeAsync(Launcher launcher)
    {
        ProcessChannel? channel = null;
        foreach (var i in Enumerable.Range(0, 5))
        {
            if (i == 2)
            {
                channel = await ProcessChannel.Create(launcher);
            }

            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync(i);
            }
        }

        return channel!;
    }
}
