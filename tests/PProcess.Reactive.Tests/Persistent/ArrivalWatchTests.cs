using PProcess.Reactive.Persistent;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Persistent;

public sealed class ArrivalWatchTests : PersistentTest
{
    [ProcessFact]
    public async Task TakeReady_ResultIsBeingReceived_GivesItsChannelToNobodyElse()
    {
        await BackgroundProcess.StartAsync(Address(), Tens, 0);
        await using var channel = await PersistentChannel.ConnectAsync(Address());
        var watch = new ArrivalWatch();
        watch.Add(channel);
        for (var i = 0; i < 10; i++)
        {
            var changed = watch.Changed.Next;
            for (watch.Ask(); watch.Ready.Count == 0; changed = watch.Changed.Next)
            {
                await changed.InTimeAsync();
            }

            Assert.Same(channel, watch.TakeReady());
            for (var round = 0; round < 100; round++)
            {
                watch.Ask();
                await Task.Yield();
                Assert.Null(watch.TakeReady());
            }

            Assert.Equal(i, await channel.ReceiveAsync<int>());
            watch.GiveBack(channel);
        }

        watch.Ask();
        await channel.WaitToReceiveAsync();
    }
}
