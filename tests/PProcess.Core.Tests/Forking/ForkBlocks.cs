using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>Methods that create processes in try, finally, catch and using blocks.</summary>
internal static class ForkBlocks
{
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
    public static async Task<ProcessChannel> InFinallyAsync(Launcher launcher, int value)
    {
        ProcessChannel? channel = null;
        try
        {
            value += ForkMethods.Twice(0);
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
}
