using System.Net.Sockets;
using System.Threading.Channels;
using PProcess.Background;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Core.Tests.Background;

/// <summary>What clients leave behind, for each other and for the address.</summary>
public sealed class ClientTests : BackgroundTest
{
    private static readonly string TooLong = new('x', 1024 * 1024); // more than a channel takes ahead of its receiver

    [Fact(Timeout = Deadline.Test)]
    public async Task Connection_WhoTookTheLastResultLeaves_IsClosedWhenTheAddressIsFree()
    {
        const int welcome = 16;
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Fail, "no number"));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(Address()));
        await client.SendAsync(Greeting.Create(ClientRole.Collect));
        await client.SendAsync(Convert.FromHexString("230000000000000000000000")); // wants
        var buffer = new byte[4096];
        for (var received = 0; received <= welcome;)
        {
            received += await client.ReceiveAsync(buffer);
        }

        await client.SendAsync(Convert.FromHexString("240000000100000000000000")); // has taken
        client.Shutdown(SocketShutdown.Send);
        while (await client.ReceiveAsync(buffer) > 0)
        {
            // Until it is closed.
        }

        Assert.False(File.Exists(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_WhileTheFunctionTakesNoMessage_TheNextClientGetsItsResult()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.SendAndIgnoreAsync, 2));
        await using (var first = await PersistentChannel.ConnectAsync(Address()))
        {
            Assert.True(await first.WaitToReceiveAsync());
            using var cancelled = new CancellationTokenSource();
            var sending = first.SendAsync(TooLong, cancelled.Token).AsTask();
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        await using var second = await PersistentChannel.ConnectAsync(Address());
        Assert.Equal(0, await second.ReceiveAsync<int>());
        Assert.Equal(1, await second.ReceiveAsync<int>());
        Assert.Equal(1, (await StatusAsync(Address())).Clients);
        await BackgroundProcess.StopAsync(Address());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SendAsync_AnotherClientHasCompleted_IsRefused()
    {
        var beginning = Address("begin");
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.MeasureAsync, beginning));
        await using var first = await PersistentChannel.ConnectAsync(Address());
        await using var second = await PersistentChannel.ConnectAsync(Address());
        await first.SendAsync("abc");
        await first.CompleteAsync();
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await first.SendAsync("lost"));
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await second.SendAsync("lost"));
        await File.WriteAllTextAsync(beginning, "");
        Assert.Equal([3], await second.ReadAllAsync<int>().ToListAsync());
        File.Delete(beginning);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task EndInput_InTheMiddleOfAMessage_TheMessageArrivesWhole()
    {
        var beginning = Address("begin");
        var results = new ResultStore(10, 1000);
        var function = new FunctionRun(BackgroundRequest.Of(new Address(Address()), Invocation.Create(BackgroundFunctions.MeasureAsync, beginning), BackgroundOptions.Default), results);
        var running = function.RunAsync();
        var message = new MessageWriter();
        TypedValue.Write(message, TooLong);
        var posting = function.TryPostAsync(message.Written, CancellationToken.None);
        function.EndInput();
        await File.WriteAllTextAsync(beginning, "");
        Assert.True(await posting);
        await running;
        var result = await results.TakeAsync(CancellationToken.None);
        var reader = new MessageReader(result!.Body);
        Assert.Equal(TooLong.Length, TypedValue.Read<int>(ref reader));
        File.Delete(beginning);
    }
}
