using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Persistent;

public sealed class BackgroundQueueTests : PersistentTest
{
    [ProcessFact]
    public async Task Enumeration_BackgroundProcess_GivesItsResultsAndItsAddressIsFree()
    {
        await BackgroundProcess.StartAsync(Address(), Tens, 4);
        Assert.Equal(Enumerable.Range(40, 10), await BackgroundQueue.Connect<int>(Address()).ToListAsync());
        Assert.False(File.Exists(Address()));
        await BackgroundProcess.StartAsync(Address(), Square, 4);
        Assert.Equal([16], await BackgroundQueue.Connect<int>(Address()).ToListAsync());
    }

    [ProcessFact]
    public async Task Enumeration_LeftEarly_LeavesTheRestForTheNext()
    {
        await BackgroundProcess.StartAsync(Address(), Tens, 0);
        var queue = BackgroundQueue.Connect<int>(Address());
        Assert.Equal([0, 1, 2], await queue.Take(3).ToListAsync());
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], await queue.ToListAsync());
    }

    [ProcessFact]
    public async Task Enumeration_FunctionThatThrows_ThrowsTheSame()
    {
        await BackgroundProcess.StartAsync(Address(), Fail, 4);
        var error = await Assert.ThrowsAsync<FormatException>(async () => await BackgroundQueue.Connect<int>(Address()).ToListAsync());
        Assert.Equal("not 4", error.Message);
    }

    [ProcessFact]
    public async Task Enumeration_NobodyThere_SaysSoInTheLoop() =>
        await Assert.ThrowsAsync<AddressUnreachableException>(async () => await BackgroundQueue.Connect<int>(Address()).ToListAsync());

    [ProcessFact]
    public async Task ToObservable_BackgroundProcess_GivesItsResults()
    {
        await BackgroundProcess.StartAsync(Address(), Tens, 4);
        Assert.Equal(Enumerable.Range(40, 10), await BackgroundQueue.Connect<int>(Address()).ToObservable().ToList().ToTask().InTimeAsync());
    }
}
