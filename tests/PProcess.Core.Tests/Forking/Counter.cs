using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Forking;

/// <summary>An object, derived from another, whose method goes on in two processes.</summary>
internal sealed class Counter(int count) : CounterBase
{
    public async Task<ProcessChannel> CountAsync(Launcher launcher)
    {
        count++;
        return await CountBaseAsync(launcher);
    }

    public static Task<ProcessChannel> CountInLambdaAsync(Launcher launcher, int value)
    {
        var lambda = [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))] async Task<ProcessChannel> () =>
        {
            var channel = await ProcessChannel.Create(launcher);
            if (channel.ProcessId == 0)
            {
                await channel.SendAsync(++value);
                await channel.ExitAsync();
            }

            return channel;
        };
        return lambda();
    }

    public static async Task<ProcessChannel> CountInLocalFunctionAsync(Launcher launcher, int value)
    {
        ProcessChannel? created = null;
        await CreateAsync();
        return created!;

        [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
        async Task CreateAsync()
        {
            created = await ProcessChannel.Create(launcher);
            if (created.ProcessId == 0)
            {
                await created.SendAsync(++value);
            }
        }
    }

    protected override int Next() => ++count;
}
