using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>Its method goes on in two processes on an object of a derived type.</summary>
internal abstract class CounterBase
{
    private int _created;

    protected abstract int Next();

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    protected async Task<ProcessChannel> CountBaseAsync(Launcher launcher)
    {
        _created++;
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync(Next());
            await channel.SendAsync(_created);
        }

        return channel;
    }
}
