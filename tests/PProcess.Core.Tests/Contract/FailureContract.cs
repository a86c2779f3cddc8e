using System.Threading.Channels;
using PProcess.Core.Tests.Framing;

namespace PProcess.Core.Tests.Contract;

/// <summary>How a function's failure reaches who waits for it.</summary>
public abstract class FailureContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_FunctionThrew_ThrowsTheSameTypeWithTheRemoteStack()
    {
        var channel = Start(Invocation.Create(ThrowInvalidOperation, "broken"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.ReceiveAsync<int>(Cancellation));
        Assert.Equal("broken", error.Message);
        Assert.Contains(nameof(ThrowInvalidOperation), error.StackTrace, StringComparison.Ordinal);
        var remote = Assert.IsType<RemoteTaskException>(error.InnerException);
        Assert.Equal(channel.ProcessId, remote.ProcessId);
        Assert.Equal(typeof(InvalidOperationException).FullName, remote.TypeName);
        Assert.Contains(nameof(ThrowInvalidOperation), remote.RemoteStackTrace, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_AsyncFunctionThrew_ThrowsTheSameType()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await Task.Yield();
            throw new OwnException("own");
        }));
        Assert.Equal("own", (await Assert.ThrowsAsync<OwnException>(async () => await channel.ReceiveAsync<int>(Cancellation))).Message);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_ExceptionThatCannotBeBuilt_ThrowsARemoteTaskException()
    {
        var channel = Start(Invocation.Create(static int () => throw new NumberedException(7)));
        var error = await Assert.ThrowsAsync<RemoteTaskException>(async () => await channel.ReceiveAsync<int>(Cancellation));
        Assert.Equal(typeof(NumberedException).FullName, error.TypeName);
        Assert.Equal("number 7", error.RemoteMessage);
        Assert.Equal(channel.ProcessId, error.ProcessId);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_FunctionReturnedNullForATaskOrStream_SaysSo()
    {
        ProcessChannel[] channels =
        [
            Start(Invocation.Create(static Task<int> () => null!)),
            Start(Invocation.Create(static IAsyncEnumerable<int> () => null!)),
            Start(Invocation.Create(static Task (ProcessChannel far) => null!)),
        ];
        foreach (var channel in channels)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.ReceiveAsync<int>(Cancellation));
            Assert.Contains("returned null", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(nameof(Exception.Message))]
    [InlineData(nameof(Exception.StackTrace))]
    public async Task ReceiveAsync_ExceptionWhoseMembersThrow_StillFails(string member)
    {
        var channel = Start(Invocation.Create(static int (string name) => throw new HostileException(name, throws: true), member));
        await Assert.ThrowsAsync<RemoteTaskException>(async () => await channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReadAllAsync_FunctionThrewAfterSending_GivesTheMessagesFirst()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            await far.SendAsync(1);
            await far.SendAsync(2);
            throw new OwnException("behind");
        }));
        List<int> received = [];
        await Assert.ThrowsAsync<OwnException>(async () =>
        {
            await foreach (var message in channel.ReadAllAsync<int>(Cancellation))
            {
                received.Add(message);
            }
        });
        Assert.Equal([1, 2], received);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_FunctionThrew_FaultsAndSoDoesSending()
    {
        var channel = Start(Invocation.Create(ThrowInvalidOperation, "broken"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => channel.Completion.WaitAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.SendAsync(1, Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ReceiveAsync_FunctionHasReturned_SaysThatTheChannelIsClosed()
    {
        var channel = Start(Invocation.Create(() => { }));
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await channel.ReceiveAsync<int>(Cancellation));
        await channel.Completion.WaitAsync(Cancellation);
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await channel.SendAsync(1, Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_ResultThatCannotTravel_IsACannotTravelException()
    {
        var channel = Start(Invocation.Create(static object () => "text"));
        var error = await Assert.ThrowsAsync<CannotTravelException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Contains(typeof(string).FullName!, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_FunctionAsResult_IsACannotTravelException()
    {
        var channel = Start(Invocation.Create(static Func<int> () => TestFunctions.Answer));
        await Assert.ThrowsAsync<CannotTravelException>(() => channel.Completion.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_FunctionAsMessageOfAWorker_IsRefusedThere()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.SendAsync<Func<int>>(TestFunctions.Answer)));
        await Assert.ThrowsAsync<CannotTravelException>(() => channel.Completion.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_MessageThatCannotTravel_IsRefusedAndHarmsNothing()
    {
        var channel = Start(Invocation.Create(TestFunctions.EchoAsync<string>));
        await Assert.ThrowsAsync<CannotTravelException>(async () => await channel.SendAsync(new object(), Cancellation));
        await channel.SendAsync("text", Cancellation);
        Assert.Equal("text", await channel.ReceiveAsync<string>(Cancellation));
    }

    private static int ThrowInvalidOperation(string message) => throw new InvalidOperationException(message);

    private sealed class OwnException(string message) : Exception(message);
}
