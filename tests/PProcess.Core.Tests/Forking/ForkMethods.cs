using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PProcess.Core.Tests.Forking;

/// <summary>Methods that go on in two processes. In the creating one they return the channel.</summary>
internal static class ForkMethods
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> LargeAsync(Launcher launcher, int length, int count)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        var sum = Convert.ToHexString(SHA256.HashData(bytes));
        var texts = Enumerable.Range(0, count).Select(i => $"text {i}").ToList();
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync((Convert.ToHexString(SHA256.HashData(bytes)) == sum, texts.Index().All(text => text.Item == $"text {text.Index}") && texts.Count == count));
        }

        return channel;
    }

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
        if (channels[0].ProcessId == 0)
        {
            await channels[0].SendAsync(sum); // Here alone: the created process may have ended before the creator came to send.
        }

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

    private static int Add(int first, int second, int third) => first + second + third;

    public static int Twice(int value) => 2 * value;

    private static bool IsNull(object? value) => value is null;
}
