using System.Runtime.CompilerServices;
using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Forking;

/// <summary>The ways in which a created process comes to its end, or to nothing.</summary>
public abstract class ForkEndContract(Launcher launcher) : ChannelContract(launcher)
{
    [Theory(Timeout = Deadline.Test)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_MethodEndsOrExits_EndsTheProcessAndKeepsWhatItSent(bool exits)
    {
        var channel = Keep(await ForkMethods.SendMuchAsync(Launcher, 2, exits));
        await channel.Completion.WaitAsync(Cancellation);
        await WhenGoneAsync(channel);
        Assert.Equal(2, await channel.ReadAllAsync<byte[]>(Cancellation).CountAsync(Cancellation));
        await channel.DisposeAsync(); // The status is known a moment after the process is gone.
        Assert.Equal(new ExitStatus(0), channel.ExitStatus);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_MethodEndsFarAheadOfItsReceiver_EverythingArrives(bool exits)
    {
        var channel = Keep(await ForkMethods.SendMuchAsync(Launcher, 30, exits));
        Assert.Equal(30, await channel.ReadAllAsync<byte[]>(Cancellation).CountAsync(Cancellation));
        await WhenGoneAsync(channel);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_ExceptionInTheCreatedProcess_ReachesTheCreator()
    {
        var channel = Keep(await ForkMethods.ThrowAsync(Launcher));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => channel.ReceiveAsync<string>(Cancellation).AsTask());
        Assert.Contains("wrong there", error.Message, StringComparison.Ordinal);
        await WhenGoneAsync(channel);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_CreatedProcessWaitsForEver_EndsIt()
    {
        var channel = Keep(await ForkMethods.WaitAsync(Launcher));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        await channel.DisposeAsync();
        Assert.NotNull(channel.ExitStatus);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ExitAsync_NotInACreatedProcess_IsRefused()
    {
        var channel = Keep(await ForkMethods.WaitAsync(Launcher));
        await Assert.ThrowsAsync<InvalidOperationException>(channel.ExitAsync);
        var started = Start(Invocation.Create(static (ProcessChannel far) => far.ExitAsync()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => started.Completion.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_LocalCannotTravel_IsNamedAndCanBeCaught()
    {
        var (refusal, channel) = await HoldStreamAsync(Launcher, 3);
        Assert.Null(channel);
        Assert.Equal("stream", refusal!.Name);
        Assert.Equal(typeof(MemoryStream), refusal.Type);
        Assert.Contains("local 'stream'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("System.IO.MemoryStream", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_ParameterOrCapturedVariableOrMemberCannotTravel_IsNamed()
    {
        using var gate = new SemaphoreSlim(1);
        var parameter = await Assert.ThrowsAsync<CannotTravelException>(() => HoldAsync(Launcher, gate));
        Assert.Contains("parameter 'held'", parameter.Message, StringComparison.Ordinal);
        var captured = await Assert.ThrowsAsync<CannotTravelException>(() => HoldCapturedAsync(Launcher));
        Assert.Contains("captured variable 'thread'", captured.Message, StringComparison.Ordinal);
        var member = await Assert.ThrowsAsync<CannotTravelException>(() => new Holder(gate).HoldAsync(Launcher));
        Assert.Contains("'this.gate'", member.Message, StringComparison.Ordinal);
        Assert.Equal(typeof(SemaphoreSlim), member.Type);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CreatorCancelsATokenAmongTheLocals_CreatedProcessIsTold()
    {
        using var cancellation = new CancellationTokenSource();
        var channel = Keep(await WaitForTokenAsync(Launcher, cancellation.Token, CancellationToken.None));
        Assert.Equal("begun", await channel.ReceiveAsync<string>(Cancellation));
        await cancellation.CancelAsync();
        Assert.Equal("cancelled", await channel.ReceiveAsync<string>(Cancellation));
        await channel.Completion.WaitAsync(Cancellation);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_TwoTokensAmongTheLocals_AreRefused()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var refusal = await Assert.ThrowsAsync<CannotTravelException>(() => WaitForTokenAsync(Launcher, first.Token, second.Token));
        Assert.Contains(refusal.Name, (string[])["cancellationToken", "other"]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CreatedProcessSendsAFunction_IsRefusedThere()
    {
        var channel = Keep(await SendFunctionAsync(Launcher));
        await Assert.ThrowsAsync<CannotTravelException>(() => channel.Completion.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_WithoutTheBuilder_SaysWhichAttributeIsMissing()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateWithoutBuilderAsync(Launcher));
        Assert.Contains("[AsyncMethodBuilder(typeof(ForkMethodBuilder))]", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ProcessChannel.Create(Launcher).GetAwaiter().GetResult());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_OrdinaryUseOfTheBuilder_BehavesAsAnyAsyncMethod()
    {
        Assert.Equal(3, await AddLaterAsync(1, 2));
        await Assert.ThrowsAsync<TimeoutException>(() => FailLaterAsync());
    }

    private async Task WhenGoneAsync(ProcessChannel channel)
    {
        if (Launcher == Launcher.InProcess)
        {
            await channel.DisposeAsync();
        }
        else
        {
            await Processes.AssertGoneAsync(channel.ProcessId); // By itself: nobody has disposed the channel.
        }
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    private static async Task<(CannotTravelException? Refusal, ProcessChannel? Channel)> HoldStreamAsync(Launcher launcher, int count)
    {
        using var stream = new MemoryStream();
        ProcessChannel? channel = null;
        CannotTravelException? refusal = null;
        try
        {
            channel = await ProcessChannel.Create(launcher);
        }
        catch (CannotTravelException error)
        {
            refusal = error;
        }

        stream.Write(new byte[count]);
        return (refusal, channel);
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    private static async Task HoldAsync(Launcher launcher, SemaphoreSlim held)
    {
        await ProcessChannel.Create(launcher);
        held.Release();
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    private static async Task HoldCapturedAsync(Launcher launcher)
    {
        var thread = Thread.CurrentThread;
        Func<string?> name = () => thread.Name;
        await ProcessChannel.Create(launcher);
        name();
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    private static async Task<ProcessChannel> WaitForTokenAsync(Launcher launcher, CancellationToken cancellationToken, CancellationToken other)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId != 0)
        {
            return channel;
        }

        await channel.SendAsync("begun", other);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await channel.SendAsync("cancelled", other);
        }

        return channel;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    private static async Task<ProcessChannel> SendFunctionAsync(Launcher launcher)
    {
        var channel = await ProcessChannel.Create(launcher);
        if (channel.ProcessId == 0)
        {
            await channel.SendAsync<Func<int>>(static () => 1);
        }

        return channel;
    }

    private static async Task CreateWithoutBuilderAsync(Launcher launcher) => await ProcessChannel.Create(launcher);

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    private static async Task<int> AddLaterAsync(int first, int second)
    {
        await Task.Yield();
        await Task.Delay(1);
        return first + second;
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    private static async Task FailLaterAsync()
    {
        await Task.Yield();
        throw new TimeoutException();
    }

    private sealed class Holder(SemaphoreSlim gate)
    {
        [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
        public async Task HoldAsync(Launcher launcher)
        {
            await ProcessChannel.Create(launcher);
            gate.Release();
        }
    }
}
