using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Persistent;

public sealed class PersistentQueueTests : PersistentTest
{
    [ProcessFact]
    public async Task Enumeration_ManyProcesses_GivesAllResultsEachInItsOrder()
    {
        foreach (var (index, address) in Addresses(3).Index())
        {
            await BackgroundProcess.StartAsync(address, Tens, index);
        }

        await using var queue = new PersistentQueue<int>();
        foreach (var address in Addresses(3))
        {
            await queue.ConnectAsync(address);
        }

        var results = await queue.ToListAsync();
        Assert.Equal(Enumerable.Range(0, 30), results.Order());
        foreach (var process in results.GroupBy(result => result / 10))
        {
            Assert.Equal(process.Order(), process);
        }
    }

    [ProcessFact]
    public async Task Manage_CalledWithArguments_StartsAndConnects()
    {
        await using var queue = new PersistentQueue<int>();
        await queue.Manage<int>(Address(0), Square)(3);
        await queue.Manage<int>(Address(1), SquareAsync)(4);
        await queue.Manage<int>(Address(2), Tens)(5);
        Assert.Equal([9, 16, .. Enumerable.Range(50, 10)], (await queue.ToListAsync()).Order());
        Assert.False(queue.Unfinished);
    }

    [ProcessFact]
    public async Task Manage_FunctionsWithoutResults_ConnectsHoweverSoonTheyEnd()
    {
        await using var queue = new PersistentQueue<int>();
        foreach (var address in Addresses(5))
        {
            await queue.Manage<int>(address, Nothing)(3);
            await queue.Manage<int>($"{address}.channel", Silent)(3);
        }

        Assert.Empty(await queue.ToListAsync());
    }

    [ProcessFact]
    public async Task Enumeration_ManyOfOneQueue_ShareTheResults()
    {
        await using var queue = new PersistentQueue<int>();
        foreach (var (index, address) in Addresses(3).Index())
        {
            await queue.Manage<int>(address, Hundreds)(index);
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => queue.ToListAsync().AsTask()));
        Assert.Equal(Enumerable.Range(0, 300), results.SelectMany(list => list).Order());
    }

    [ProcessFact]
    public async Task Enumeration_OneFunctionFails_ThrowsItOnceAndGoesOn()
    {
        await using var queue = new PersistentQueue<int>();
        await queue.Manage<int>(Address(0), Fail)(3);
        await queue.Manage<int>(Address(1), Tens)(0);
        List<int> results = [];
        var failures = 0;
        while (queue.Unfinished)
        {
            try
            {
                await foreach (var result in queue)
                {
                    results.Add(result);
                }
            }
            catch (FormatException)
            {
                failures++;
            }
        }

        Assert.Equal(1, failures);
        Assert.Equal(Enumerable.Range(0, 10), results);
    }

    [ProcessFact]
    public async Task DisposeAsync_ResultsLeft_TheNextQueueGetsThem()
    {
        await BackgroundProcess.StartAsync(Address(), Tens, 0);
        List<int> results = [];
        while (results.Count < 10)
        {
            await using var queue = new PersistentQueue<int>();
            await queue.ConnectAsync(Address());
            results.AddRange(await queue.Take(4).ToListAsync());
        }

        Assert.Equal(Enumerable.Range(0, 10), results);
    }

    [ProcessFact]
    public async Task Enumeration_TwoQueuesAtOnce_EachResultGoesToOne()
    {
        await BackgroundProcess.StartAsync(Address(0), Tens, 0);
        await BackgroundProcess.StartAsync(Address(1), Tens, 1);
        await using var first = new PersistentQueue<int>();
        await using var second = new PersistentQueue<int>();
        foreach (var address in Addresses(2))
        {
            await first.ConnectAsync(address);
            await second.ConnectAsync(address);
        }

        var results = await Task.WhenAll(first.ToListAsync().AsTask(), second.ToListAsync().AsTask());
        Assert.Equal(Enumerable.Range(0, 20), results.SelectMany(list => list).Order());
    }

    [ProcessFact]
    public async Task ConnectAsync_AfterDisposal_IsRefused()
    {
        var queue = new PersistentQueue<int>();
        await queue.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.ConnectAsync(Address()));
    }
}
