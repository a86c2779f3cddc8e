using System.Net.Sockets;
using PProcess.Background;

namespace PProcess.Core.Tests.Background;

/// <summary>Clients of the same user that mean no good, while others are being served.</summary>
public sealed class HostileClientTests : BackgroundTest
{
    private const string Silence = "";
    private const string Garbage = "4745542F20485454502F312E310D0A0D0A4745542F20485454502F312E310D0A0D0A4745542F20485454502F312E310D0A0D0A";
    private const string TruncatedFrame = "230000000000000000";
    private const string TruncatedBody = "25010000000000000000010041";
    private const string OversizedClaim = "250000000000000000000080";
    private const string EndlessPost = "25010000000000000400000041414141";
    private const string EndlessStatus = "270000000000000000000000";
    private const string EndlessWatch = "290000000000000000000000";
    private const string EndlessEnd = "090000000000000000000000";

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0, Silence, false)]
    [InlineData(0, Garbage, true)]
    [InlineData((int)ClientRole.Collect, Garbage, true)]
    [InlineData((int)ClientRole.Collect, Silence, false)]
    [InlineData((int)ClientRole.Collect, TruncatedFrame, false)]
    [InlineData((int)ClientRole.Collect, TruncatedBody, false)]
    [InlineData((int)ClientRole.Collect, OversizedClaim, true)]
    [InlineData((int)ClientRole.Collect, EndlessPost, true)]
    [InlineData((int)ClientRole.Collect, EndlessEnd, true)]
    [InlineData((int)ClientRole.Administer, EndlessStatus, true)]
    [InlineData((int)ClientRole.Administer, EndlessWatch, true)]
    public async Task Connections_ManyHostileOnes_OthersAreServed(int role, string bytes, bool repeats)
    {
        const int count = 200;
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.SlowlyAsync, count));
        using var enough = new CancellationTokenSource();
        byte[] greeting = role == 0 ? [] : Greeting.Create((ClientRole)role);
        var hostile = Enumerable.Range(0, 8).Select(_ => Task.Run(() => BotherAsync(greeting, Convert.FromHexString(bytes), repeats, enough.Token))).ToArray();
        Assert.Equal(Enumerable.Range(0, count), await CollectAsync<int>(Address()));
        await enough.CancelAsync();
        await Task.WhenAll(hostile);
    }

    // Comes again whenever it is cut off.
    private async Task BotherAsync(byte[] greeting, byte[] bytes, bool repeats, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Address()), enough);
                await socket.SendAsync(greeting, enough);
                do
                {
                    await socket.SendAsync(bytes, enough);
                }
                while (repeats);

                await socket.ReceiveAsync(new byte[1], enough);
                await socket.ReceiveAsync(new byte[1], enough);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                await Task.Yield(); // Cut off, or the process has ended.
            }
        }
    }
}
