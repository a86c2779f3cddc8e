using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>A structure whose method goes on in two processes.</summary>
internal struct ValueCounter(int count)
{
    private int _calls = 1;

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public async Task<ProcessChannel> CountAsync(Launcher launcher)
    {
        _calls++;
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync(++count);
            await channel.SendAsync(_calls);
        }

        return channel;
    }
}
