using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Workers;

/// <summary>Results that nobody takes, or takes slowly.</summary>
public class BufferTests : ProcessTest
{
    private const int Size = 1_000_000;

    [ProcessFact]
    public async Task Start_NobodyTakes_BeginsNoMoreTasksThanTheBufferAllows()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(new ExchangeOptions { Limit = 1, Reuse = true, BufferCapacity = 2 });
        for (var i = 0; i < 5; i++)
        {
            queue.Start(Gate.PassAsync, gate.Address, i, CancellationToken.None);
        }

        (await gate.ArrivedAsync(0)).Open();
        (await gate.ArrivedAsync(1)).Open();
        await using var results = queue.GetAsyncEnumerator(TestDeadline.Token);
        await results.MoveNextAsync();
        Assert.DoesNotContain(3, gate.Arrived);
        gate.OpenForAll();

        for (var i = 0; i < 4; i++)
        {
            Assert.True(await results.MoveNextAsync());
        }

        Assert.False(await results.MoveNextAsync());
    }

    [ProcessFact]
    public async Task FinishAsync_NobodyTakes_RunsEveryTask()
    {
        await using var queue = new ProcessQueue<int>(new ExchangeOptions { Limit = 2, Reuse = true, BufferCapacity = 2 });
        for (var i = 0; i < 50; i++)
        {
            queue.Start(x => x, i);
        }

        await queue.FinishAsync(TestDeadline.Token);

        Assert.Equal(Enumerable.Range(0, 50), (await queue.ListAsync()).Order());
    }

    [ProcessFact]
    public async Task PMap_FirstTaskIsSlow_OthersOvertakeItOnlyAsFarAsTheBytesAllow()
    {
        using var gate = new Gate();
        var address = gate.Address;
        var options = new ExchangeOptions { Limit = 2, BufferBytes = 5 * Size };
        var enumeration = Enumerable.Range(0, 60).PMap(x => FillAsync(address, x), options).ListAsync();
        await gate.ArrivedAsync(0);

        // There is no sign of what does not happen.
        var overtaken = await Task.WhenAny(gate.ArrivedAsync(30), Task.Delay(TimeSpan.FromSeconds(1)));

        Assert.IsNotType<Task<Visit>>(overtaken);
        gate.OpenForAll();
        Assert.Equal(60, (await enumeration).Count);

        static async Task<byte[]> FillAsync(string address, int x)
        {
            if (x is 0 or 30)
            {
                await Gate.PassAsync(address, x);
            }

            return new byte[Size];
        }
    }
}
