using System.Globalization;
using System.Net.Sockets;
using PProcess.Background;

namespace PProcess.Core.Tests.Background;

/// <summary>What those who look on have, and cost.</summary>
public sealed class OnlookerTests : BackgroundTest
{
    private const int Much = 2 * 1024 * 1024;

    [Fact(Timeout = Deadline.Test)]
    public async Task WatchAsync_TakesItsTime_ResultsAreLeftOutAndCounted()
    {
        const int count = 200;
        const int length = 1024 * 1024;
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.LargeOnesThenWaitAsync, count, length));
        await using var lines = BackgroundProcess.WatchAsync(Address()).GetAsyncEnumerator();
        Assert.True(await lines.MoveNextAsync());
        await using var client = await PersistentChannel.ConnectAsync(Address());
        for (var i = 0; i < count; i++)
        {
            await client.ReceiveAsync<byte[]>();
        }

        var (shown, leftOut) = (1, 0);
        while (shown + leftOut < count && await lines.MoveNextAsync())
        {
            (shown, leftOut) = lines.Current.StartsWith("{\"leftOut\":", StringComparison.Ordinal)
                ? (shown, leftOut + int.Parse(lines.Current[11..^1], CultureInfo.InvariantCulture))
                : (shown + 1, leftOut);
        }

        Assert.Equal(count, shown + leftOut);
        Assert.NotEqual(0, leftOut);
        await client.SendAsync(0);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ShownLines_NobodyReads_RoomEndsAndComesBack()
    {
        using var lines = new ShownLines();
        var line = new byte[8 * 1024 * 1024];
        var added = 0u;
        Task last;
        do
        {
            last = lines.AddAsync(added++, line).AsTask();
        }
        while (last.IsCompleted);
        Assert.Equal(64u * 1024 * 1024, added * line.Length);
        await using var reader = lines.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await last;
        last = lines.AddAsync(added, line).AsTask();
        Assert.False(last.IsCompleted);
        lines.Dispose();
        await last;
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WatchAsync_LeftWhileMuchWaits_Ends()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.LargeOnesAsync, 100, 1024 * 1024));
        await foreach (var _ in BackgroundProcess.WatchAsync(Address()))
        {
            break;
        }

        Assert.Equal(100, (await CollectAsync<byte[]>(Address())).Count);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WatchAsync_Taking_CountsAsAClient()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.EchoAsync, "!"));
        await using var lines = BackgroundProcess.WatchAsync(Address(), takes: true).GetAsyncEnumerator();
        var first = lines.MoveNextAsync().AsTask();
        await WaitUntilAsync(async () => (await StatusAsync(Address())).Clients == 1);
        await using var client = await PersistentChannel.ConnectAsync(Address());
        await client.SendAsync("a");
        await client.CompleteAsync();
        Assert.True(await first);
        Assert.Equal("\"a!\"", lines.Current);
        Assert.False(await lines.MoveNextAsync());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Connection_ThatAsksForEverAndReadsNothing_CostsLittle()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        using var asking = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = 5000 };
        await asking.ConnectAsync(new UnixDomainSocketEndPoint(Address()));
        asking.Send(Greeting.Create(ClientRole.Administer));
        var questions = Enumerable.Repeat(Convert.FromHexString("270000000000000000000000"), 100).SelectMany(question => question).ToArray();
        var error = Assert.Throws<SocketException>(() =>
        {
            for (var asked = 0; asked < Much; asked += questions.Length)
            {
                asking.Send(questions);
            }
        });
        Assert.Equal(SocketError.TimedOut, error.SocketErrorCode); // It is not read from while it does not read.
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ListAsync_OneThatCannotBeLookedAt_ShowsTheOthers()
    {
        var odd = await Expect(BackgroundProcess.StartAsync(Address("odd"), BackgroundFunctions.Forever));
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Processes.Signal(odd.ProcessId, "KILL");
        await Processes.AssertGoneAsync(odd.ProcessId);
        File.Delete(Address("odd.lock"));
        File.CreateSymbolicLink(Address("odd.lock"), "/dev/null");
        Assert.Equal("silent", (await StatusAsync(Address("odd"))).State);
        Assert.Equal(odd.ProcessId, (await StatusAsync(Address("odd"))).ProcessId);
        Assert.Equal([49], await CollectAsync<int>(Address()));
        File.Delete(Address("odd.lock"));
        Assert.Equal([Address("odd")], (await BackgroundProcess.CleanAsync()).Intersect([Address("odd")]));
    }
}
