using System.Runtime.CompilerServices;

namespace PProcess.TestProgram;

/// <summary>What the program's workers run: each says that it has begun, and never ends.</summary>
internal static class Functions
{
    public static async Task IdleAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        await Task.Delay(Timeout.Infinite);
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<ProcessChannel> CreateAsync()
    {
        var channel = await ProcessChannel.Create();
        if (channel.ProcessId == 0)
        {
            await IdleAsync(channel);
        }

        return channel;
    }

    public static void Spin(ProcessChannel channel)
    {
        var sent = channel.SendAsync("begun").AsTask();
        while (!sent.IsFaulted)
        {
            Thread.SpinWait(1000);
        }
    }
}
