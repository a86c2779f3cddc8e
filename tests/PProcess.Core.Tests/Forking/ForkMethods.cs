using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>Methods that go on in two processes. In the creating one they return the channel.</summary>
internal static class ForkMethods
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> SayWhoAsync(Launcher launcher)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync(Environment.ProcessId);
            await channel.ExitAsync();
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> AnswerAsync(Launcher launcher, int factor)
    {
        var offset = 3;
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await foreach (var number in channel.ReadAllAsync<int>())
            {
                offset++;
                await channel.SendAsync((factor * number) + offset);
            }

            await channel.ExitAsync();
        }

        factor = offset = 0;
        return channel;
    }

    /// <summary>The created process says what it has only after the creator has changed everything.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> CopyAsync(Launcher launcher, int[] array, List<string> list)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.ReceiveAsync<string>();
            await channel.SendAsync(array);
            await channel.SendAsync(list);
            await channel.ExitAsync();
        }

        array[0] = -1;
        list.Clear();
        await channel.SendAsync("changed");
        return channel;
    }

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
    public static async Task<ProcessChannel> FinallyAsync(Launcher launcher, bool exits)
    {
        ProcessChannel? channel = null;
        try
        {
            channel = await ProcessChannel.Create(launcher);
            if (channel.ProcessId == 0)
            {
                await channel.SendAsync("in try");
                if (exits)
                {
                    await channel.ExitAsync();
                }
            }

            return channel;
        }
        finally
        {
            if (channel is { ProcessId: 0 })
            {
                await channel.SendAsync("in finally");
            }
        }
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> UsingAsync(Launcher launcher, Ledger ledger)
    {
        ProcessChannel channel;
        using (new Entry(ledger))
        {
            channel = await ProcessChannel.Create(launcher);
        }

        if (channel.ProcessId == 0)
        {
            await channel.SendAsync(ledger.Disposals);
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> CatchAsync(Launcher launcher)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
        }

        ProcessChannel channel;
        try
        {
            channel = await ProcessChannel.Create(launcher);
            if (channel.ProcessId == 0)
            {
                throw new InvalidOperationException("caught there");
            }
        }
        catch (InvalidOperationException error)
        {
            throw new TimeoutException(error.Message);
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<(ProcessChannel First, ProcessChannel Second)> TwiceAsync(Launcher launcher)
    {
        var first = await ProcessChannel.Create(launcher);
        if (first.ProcessId == 0)
        {
            await first.SendAsync("first");
            await first.ExitAsync();
        }

        var second = await ProcessChannel.Create(launcher);
        if (second.ProcessId == 0)
        {
            await second.SendAsync(IsNull(first) ? "second" : "a channel of the creator");
            await second.ExitAsync();
        }

        return (first, second);
    }

    /// <summary>The created process creates one in turn, and passes on what that says.</summary>
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> GenerationsAsync(Launcher launcher, int depth)
    {
        var generation = 0;
        var up = await ProcessChannel.Create(launcher);
        if (up.ProcessId != 0)
        {
            return up;
        }

        while (++generation < depth)
        {
            var next = await ProcessChannel.Create(launcher);
            if (next.ProcessId == 0)
            {
                up = next;
            }
            else
            {
                await foreach (var id in next.ReadAllAsync<int>())
                {
                    await up.SendAsync(id);
                }

                break;
            }
        }

        await up.SendAsync(generation);
        return up;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> SpillAsync(Launcher launcher, int first)
    {
        var channels = new ProcessChannel[1];
        var sum = Add(first, Twice(first), (channels[0] = await ProcessChannel.Create(launcher)).ProcessId == 0 ? 100 : 0);
        await channels[0].SendAsync(sum);
        return channels[0];
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> GenericAsync<T>(Launcher launcher, T value, Func<T, T> change)
    {
        T[] values = [value, change(value)];
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync(values);
            await channel.SendAsync(change(values[1]));
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> CaptureAsync(Launcher launcher)
    {
        var count = 1;
        var channels = new List<ProcessChannel>();
        void Count() => count++;
        Func<int> counted = () => count + (10 * channels.Count);
        channels.Add(await ProcessChannel.Create(launcher));
        if (channels[0] is { ProcessId: 0 } channel)
        {
            Count();
            await channel.SendAsync(counted());
            count = 20;
            await channel.SendAsync(counted());
        }

        return channels[0];
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> SharedAsync(Launcher launcher)
    {
        int[] array = [1, 2];
        object sameArray = array;
        var list = new List<string> { "a" };
        var sameList = list;
        var ledger = new Ledger();
        object sameLedger = ledger;
        Action dispose = () => ledger.Disposals++;
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            dispose();
            list.Add("b");
            array[0] = 5;
            await channel.SendAsync((((int[])sameArray)[0], sameList.Count, ReferenceEquals(ledger, sameLedger), ((Ledger)sameLedger).Disposals));
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> ThrowAsync(Launcher launcher)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync("begun");
            throw new TimeoutException("wrong there");
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> SendMuchAsync(Launcher launcher, int count, bool exits)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            for (var i = 0; i < count; i++)
            {
                await channel.SendAsync(new byte[100_000]);
            }

            if (exits)
            {
                await channel.ExitAsync();
                await channel.SendAsync(new byte[1]);
            }
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> WaitAsync(Launcher launcher)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync("begun");
            await Task.Delay(Timeout.Infinite);
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> InFinallyAsync(Launcher launcher, int value)
    {
        ProcessChannel? channel = null;
        try
        {
            value += Twice(0);
        }
        finally
        {
            channel = await ProcessChannel.Create(launcher);
            if (channel.ProcessId == 0)
            {
                await channel.SendAsync(value);
            }
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> InCatchAsync(Launcher launcher)
    {
        try
        {
            throw new TimeoutException("wrong");
        }
        catch (TimeoutException error)
        {
            var text = error.Message;
            var channel = await ProcessChannel.Create(launcher);
            if (channel.ProcessId == 0)
            {
                await channel.SendAsync(text);
            }

            return channel;
        }
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> BehindBlockAsync(Launcher launcher)
    {
        long length;
        using (var stream = new MemoryStream())
        {
            await stream.WriteAsync(new byte[3]);
            var writing = stream.FlushAsync();
            await writing;
            length = stream.Length;
        }

        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync((int)length);
        }

        return channel;
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

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> ManyTypesAsync(Launcher launcher)
    {
        int? number = 7;
        object boxed = 'a';
        var day = DayOfWeek.Monday;
        var pair = (1, "b");
        var anonymous = new { X = 1 };
        IEnumerable<int> list = new List<int> { 1, 2, 3 };
        var time = TimeSpan.FromHours(1);
        var grid = new int[,] { { 1 }, { 2 } };
        var map = new Dictionary<string, string> { ["k"] = "v" };
        var ledger = new Ledger { Disposals = 5 };
        object? nothing = null;
        Func<string> say = () => $"ordinary {ledger.Disposals}";
        char[] letters = ['x'];
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync(
                $"{number} {boxed} {day} {pair} {anonymous} {list.Count()} {time} {grid[0, 0]},{grid[1, 0]} {string.Join(' ', map.Select(entry => $"{entry.Key}={entry.Value}"))} {say()} {letters[0]} {nothing is null}");
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<string> AwaitUsingAsync(Launcher launcher)
    {
        await using var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync("from there");
            return "";
        }

        return await channel.ReceiveAsync<string>();
    }

    private static int Add(int first, int second, int third) => first + second + third;

    private static int Twice(int value) => 2 * value;

    private static bool IsNull(object? value) => value is null;
}
