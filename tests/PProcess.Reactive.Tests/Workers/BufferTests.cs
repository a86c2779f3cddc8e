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

    [ProcessFact]
    public async Task Start_NobodyTakesWhatAStreamGives_ItIsAheadOnlyAsFarAsTheBytesAllow()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<byte[]>(new ExchangeOptions { Limit = 1, BufferBytes = 5 * Size });
        queue.Start(FillAsync, gate.Address);
        (await gate.ArrivedAsync(0)).Open();

        // There is no sign of what does not happen.
        var ahead = await Task.WhenAny(gate.ArrivedAsync(10), Task.Delay(TimeSpan.FromSeconds(1)));

        Assert.IsNotType<Task<Visit>>(ahead);
        gate.OpenForAll();
        Assert.Equal(60, (await queue.ListAsync()).Count);

        static async IAsyncEnumerable<byte[]> FillAsync(string address)
        {
            for (var i = 0; i < 60; i++)
            {
                if (i is 0 or 10)
                {
                    await Gate.PassAsync(address, i);
                }

                yield return new byte[Size];
            }
        }
    }

    [ProcessFact]
    public async Task PMap_FirstTaskIsSlow_InputsArePulledOnlyAsFarAsTheBytesAllow()
    {
        using var gate = new Gate();
        var address = gate.Address;
        var pulled = 0;
        var inputs = Enumerable.Range(0, 60).Select(x =>
        {
            Volatile.Write(ref pulled, x + 1);
            return new byte[Size + x];
        });
        var enumeration = inputs.PMap(input => LengthAsync(address, input), new ExchangeOptions { Limit = 2, BufferBytes = 5 * Size }).ListAsync();
        await gate.ArrivedAsync(0);
        await Task.Delay(TimeSpan.FromSeconds(1)); // There is no sign of what does not happen.

        Assert.InRange(Volatile.Read(ref pulled), 2, 6);
        gate.OpenForAll();
        Assert.Equal(Enumerable.Range(Size, 60), await enumeration);

        static async Task<int> LengthAsync(string address, byte[] input)
        {
            if (input.Length == Size)
            {
                await Gate.PassAsync(address, 0);
            }

            return input.Length;
        }
    }

    [ProcessFact]
    public async Task PMapMany_NoLimit_NoMoreInputsArePulledThanTheBufferHasPlaces()
    {
        var pulled = 0;
        var inputs = Enumerable.Range(0, 60).Select(x => Volatile.Read(ref pulled) == x ? ++pulled : -1);
        await using var results = inputs.PMapMany(OneAsync, new ExchangeOptions { Limit = null, BufferCapacity = 2, Reuse = false }).GetAsyncEnumerator(TestDeadline.Token);
        Assert.True(await results.MoveNextAsync());
        await Task.Delay(TimeSpan.FromSeconds(1)); // There is no sign of what does not happen.

        Assert.InRange(Volatile.Read(ref pulled), 1, 4); // Two wait, one is taken, one is about to wait.

        static async IAsyncEnumerable<int> OneAsync(int input)
        {
            yield return input;
            await Task.CompletedTask;
        }
    }
}
