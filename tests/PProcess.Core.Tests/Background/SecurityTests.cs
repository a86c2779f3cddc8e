using System.Net.Sockets;
using System.Runtime.Versioning;
using PProcess.Background;

namespace PProcess.Core.Tests.Background;

[UnsupportedOSPlatform("windows")]
public sealed class SecurityTests : BackgroundTest
{
    private const string ChangeUser = "setpriv";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OpenToAll = (UnixFileMode)0b111_111_111;

    private static readonly string[] AsNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_Started_ItsFilesAreForItsUserOnly()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Address()));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode($"{Address()}.lock"));
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Connection_OfAnotherUser_IsCutOffWithoutAWord()
    {
        Assert.SkipUnless(UnixFile.UserId == 0, "Only root can be another user.");
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        File.SetUnixFileMode(Folder, OpenToAll & ~UnixFileMode.OtherWrite);
        File.SetUnixFileMode(Address(), OpenToAll); // So that nothing but the check of who it is stands in the way.
        var greeting = Convert.ToHexString(Greeting.Create(ClientRole.Administer));
        var own = await RunAsync(Workers.TestProgram.Path, "connect", Address(), greeting);
        Assert.Equal("let in", own.Output);
        var other = await RunAsync(ChangeUser, [.. AsNobody, Workers.TestProgram.Path, "connect", Address(), greeting]);
        Assert.Equal("cut off", other.Output);
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ConnectAsync_ProcessOfAnotherUser_IsNotTalkedTo()
    {
        Assert.SkipUnless(UnixFile.UserId == 0, "Only root can be another user.");
        File.SetUnixFileMode(Folder, OpenToAll | UnixFileMode.StickyBit);
        var (_, output, error) = await RunAsync(ChangeUser, [.. AsNobody, Workers.TestProgram.Path, "start", Address(), "1"]);
        Assert.True(int.TryParse(output, out var processId), output + error);
        Expect(processId);
        var refusal = await Assert.ThrowsAsync<AddressUnreachableException>(() => PersistentChannel.ConnectAsync(Address()));
        Assert.Contains("another user", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("0", (await RunAsync(ChangeUser, [.. AsNobody, Workers.TestProgram.Path, "collect", Address()])).Output);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData("")]
    [InlineData("47455420")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public async Task Connection_ThatDoesNotGreet_HarmsNobody(string bytes)
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        using var socket = await OpenAsync();
        await socket.SendAsync(Convert.FromHexString(bytes));
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData("230000000000000000")] // a frame cut short
    [InlineData("25000000000000000000FF7F")] // a body of gigabytes
    [InlineData("FF0000000000000000000000")] // no such frame
    [InlineData("240000000700000000000000")] // took what it was not given
    [InlineData("230000000000000000000000230000000000000000000000")] // wants twice
    [InlineData("280000000000000000000000")] // a client is not to stop the process
    [InlineData("250100000500000001000000AA")] // a post under a number
    [InlineData("010000000100000000000000")] // what only a host says
    public async Task Connection_ThatBreaksTheRules_HarmsNobody(string bytes)
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        using (var socket = await OpenAsync())
        {
            await socket.SendAsync(Greeting.Create(ClientRole.Collect));
            await socket.SendAsync(Convert.FromHexString(bytes));
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(new byte[4096]) > 0)
            {
                // Until it is cut off.
            }
        }

        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Connections_ManySilentOnes_KeepNobodyOut()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        List<Socket> silent = [];
        for (var i = 0; i < 200; i++)
        {
            silent.Add(await OpenAsync());
        }

        Assert.Equal([49], await CollectAsync<int>(Address()));
        silent.ForEach(socket => socket.Dispose());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Connections_MoreClientsThanAllowed_AreRefusedAndTheOthersServed()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        List<PersistentChannel> clients = [];
        var error = await Assert.ThrowsAsync<AddressUnreachableException>(async () =>
        {
            while (clients.Count < 1000)
            {
                clients.Add(await PersistentChannel.ConnectAsync(Address()));
            }
        });
        Assert.Contains("too many clients", error.Message, StringComparison.Ordinal);
        Assert.Equal(49, await clients[^1].ReceiveAsync<int>());
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Connection_ThatReadsNothing_HoldsNobodyUp()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.LargeOnesAsync, 4, 1024 * 1024));
        using (var slow = await OpenAsync())
        {
            await slow.SendAsync(Greeting.Create(ClientRole.Collect));
            await slow.SendAsync(Convert.FromHexString("230000000000000000000000"));
            await slow.ReceiveAsync(new byte[16]); // It is let in, and reads no more.
            await WaitUntilAsync(async () => (await StatusAsync(Address())) is { Clients: 1, WaitingResults: 4 });
            await using var quick = await PersistentChannel.ConnectAsync(Address());
            for (var i = 0; i < 3; i++)
            {
                await quick.ReceiveAsync<byte[]>();
            }
        }

        Assert.Single(await CollectAsync<byte[]>(Address())); // What the slow one had begun.
    }

    private async Task<Socket> OpenAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Address()));
        return socket;
    }
}
