using PProcess.Reactive.Tests.Contracts;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Forking;

/// <summary>Processes that exchanges, queues and maps create for the rest of a method.</summary>
public abstract class CreateContract : LauncherContract
{
    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_OfChannelsInALoop_ExchangeReceivesFromAll()
    {
        var received = await CreateMethods.CreateLoopAsync(Launcher, 5, 3).InTimeAsync();
        Assert.Equal(from i in Enumerable.Range(0, 5) from j in Enumerable.Range(0, 3) select (i, j), received.Order());
    }

    [Theory(Timeout = TestDeadline.Milliseconds)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_ByAMap_ResultsAreInOrder(bool reuse) =>
        Assert.Equal([0, 1, 4, 9, 16], await CreateMethods.SquaresByMapAsync(With(reuse: reuse), 5).InTimeAsync());

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_ByAQueue_MethodsEndEndsTheProcess() =>
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1)], (await CreateMethods.PairsByQueueAsync(With(), 2, 2).InTimeAsync()).Order());

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_ByAnExchange_MessagesAreStored() =>
        Assert.Equal(15, await CreateMethods.SumByExchangeAsync(With(), 5).InTimeAsync());

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_BeyondTheLimit_WaitsForAPlace()
    {
        var directory = Directory.CreateTempSubdirectory("pprocess-");
        try
        {
            Assert.InRange(await CreateMethods.MostAtOnceAsync(With(limit: 2), directory.FullName, 6).InTimeAsync(), 1, 2);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_ContinuousMap_GivesAllMessages() =>
        Assert.Equal([0, 1, 0, 1, 2], await CreateMethods.ContinuousAsync(With(), [2, 0, 3]).InTimeAsync());

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_InsideTheLoopOverItsQueue_AddsToIt() =>
        Assert.Equal([1, 2, 3, 4], await CreateMethods.CreateInLoopOverQueueAsync(With(), 4).InTimeAsync());

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_ExchangesQueuesAndMapsAmongTheLocals_AreNullThere()
    {
        var (exchange, queue, map, bound, manager, sequence) = await CreateMethods.AbsentAsync(With()).InTimeAsync();
        Assert.True(exchange && queue && map && bound && sequence);
        Assert.False(manager); // A function around a queue is there; the queue in it is not.
        Assert.Equal((true, true), await CreateMethods.PersistentAbsentAsync(With()).InTimeAsync());
    }

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_LocalCannotTravel_StartsNothing()
    {
        var (refusal, active, unfinished) = await CreateMethods.RefusedAsync(With()).InTimeAsync();
        Assert.Equal("stream", refusal?.Name);
        Assert.Equal(typeof(MemoryStream), refusal?.Type);
        Assert.Equal(0, active);
        Assert.False(unfinished);
    }

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_InsideACreatedProcess_Nests() =>
        Assert.Equal([1, 21], await CreateMethods.NestedAsync(With(), 2).InTimeAsync());
}
