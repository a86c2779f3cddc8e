using PProcess.Reactive.Exchanges;

namespace PProcess.Reactive.Tests.Exchanges;

public class ResultBufferTests
{
    [Fact]
    public void HasRoom_AtTheCapacity_IsFalseUntilOneIsTaken()
    {
        var buffer = new ResultBuffer<int>(capacity: 2, maxBytes: 100);
        buffer.Add(new(1, null, 1));
        Assert.True(buffer.HasRoom);
        buffer.Add(new(2, null, 1));
        Assert.False(buffer.HasRoom);

        Assert.True(buffer.TryTake(out var arrival, out var makesRoom));

        Assert.Equal((1, true), (arrival.Value, makesRoom));
        Assert.True(buffer.HasRoom);
    }

    [Fact]
    public void HasRoom_AtTheBytes_IsFalseUntilEnoughAreTaken()
    {
        var buffer = new ResultBuffer<int>(capacity: 100, maxBytes: 10);
        buffer.Add(new(1, null, 4));
        buffer.Add(new(2, null, 12));
        Assert.False(buffer.HasRoom);
        buffer.TryTake(out _, out var first);
        Assert.False(first);

        buffer.TryTake(out _, out var second);

        Assert.True(second);
    }

    [Fact]
    public async Task WaitForRoomAsync_Full_EndsWhenOneIsTaken()
    {
        var buffer = new ResultBuffer<int>(capacity: 1, maxBytes: 10);
        buffer.Add(new(1, null, 1));
        var waiting = buffer.WaitForRoomAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        buffer.TryTake(out _, out _);

        await waiting;
    }

    [Fact]
    public async Task Unbind_Full_LetsGoUntilItIsBoundAgain()
    {
        var buffer = new ResultBuffer<int>(capacity: 1, maxBytes: 10);
        buffer.Add(new(1, null, 1));
        var waiting = buffer.WaitForRoomAsync().AsTask();

        buffer.Unbind();

        await waiting;
        Assert.True(buffer.HasRoom);
        buffer.Bind();
        Assert.False(buffer.HasRoom);
    }
}
