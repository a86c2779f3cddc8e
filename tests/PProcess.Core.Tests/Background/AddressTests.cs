using System.Net.Sockets;
using System.Runtime.Versioning;

namespace PProcess.Core.Tests.Background;

[UnsupportedOSPlatform("windows")]
public sealed class AddressTests : BackgroundTest
{
    private const int Rounds = 50;
    private const int Starters = 8;
    private const int RaceTime = 600_000; // 400 processes are started.

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_LiveAddress_SaysThatItIsInUseAndLeavesTheFirstAlone()
    {
        var first = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        var error = await Assert.ThrowsAsync<AddressInUseException>(() => BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 8));
        Assert.Contains("address in use", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"{first.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = RaceTime)]
    public async Task StartAsync_ManyAtOnceOnAStalePath_OneHasItAndTheOthersAreToldSo()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var winners = new List<BackgroundProcess>();
            await Task.WhenAll(Enumerable.Range(0, Starters).Select(async _ =>
            {
                try
                {
                    var winner = await BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7);
                    lock (winners)
                    {
                        winners.Add(winner);
                    }
                }
                catch (AddressInUseException)
                {
                    // As it should be for all but one.
                }
            }));
            var one = Assert.Single(winners);
            Assert.Equal(one.ProcessId, (await StatusAsync(Address())).ProcessId);
            Processes.Signal(one.ProcessId, "KILL"); // Its files make the next round's stale path.
            await Processes.AssertGoneAsync(one.ProcessId);
        }

        Assert.Equal([Address()], (await BackgroundProcess.CleanAsync()).Where(address => address == Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_SocketThatNobodyHolds_ReplacesIt()
    {
        using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            stale.Bind(new UnixDomainSocketEndPoint(Address("b.socket")));
            File.Move(Address("b.socket"), Address()); // Disposal would remove it.
        }

        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_SomethingElseAtThePath_LeavesItAsItIs()
    {
        await File.WriteAllTextAsync(Address(), "mine");
        await Assert.ThrowsAsync<LaunchException>(() => BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Assert.Equal("mine", await File.ReadAllTextAsync(Address()));
        File.Delete(Address());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_ListenerThatIsNoBackgroundProcess_IsLeftAlone()
    {
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        stranger.Bind(new UnixDomainSocketEndPoint(Address()));
        stranger.Listen();
        await Assert.ThrowsAsync<AddressInUseException>(() => BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Assert.True(File.Exists(Address()));
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData("a.socket")]
    [InlineData("a.socket.lock")]
    public async Task StartAsync_LinkInTheWay_IsNotFollowed(string link)
    {
        var target = Path.Combine(Folder, "target");
        File.CreateSymbolicLink(Path.Combine(Folder, link), target);
        await Assert.ThrowsAsync<LaunchException>(() => BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Assert.False(File.Exists(target));
        File.Delete(Path.Combine(Folder, link));
        File.Delete($"{Address()}.lock");
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ConnectAsync_LinkToASocket_IsNotFollowed()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        File.CreateSymbolicLink(Address("link"), Address());
        await Assert.ThrowsAsync<AddressUnreachableException>(() => PersistentChannel.ConnectAsync(Address("link")));
        File.Delete(Address("link"));
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_LinkedOrMissingOrOpenDirectory_IsRefused()
    {
        var link = Path.Combine(Folder, "link");
        var open = Path.Combine(Folder, "open");
        Directory.CreateSymbolicLink(link, Folder);
        Directory.CreateDirectory(open);
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        foreach (var folder in (string[])[link, open, Path.Combine(Folder, "missing")])
        {
            await Assert.ThrowsAsync<LaunchException>(() => BackgroundProcess.StartAsync(Path.Combine(folder, "a.socket"), BackgroundFunctions.Square, 7));
        }

        Directory.Delete(link);
        Directory.Delete(open);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("some/directory/")]
    public async Task StartAsync_NoPathOfAFile_IsRefusedAtTheCall(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => BackgroundProcess.StartAsync(address, BackgroundFunctions.Square, 7));

    [Fact]
    public async Task StartAsync_PathTooLongForASocket_SaysHowLongItMayBe()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => BackgroundProcess.StartAsync(Address(new string('ä', 60)), BackgroundFunctions.Square, 7));
        Assert.Contains("107", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_LongestPath_Works()
    {
        var name = new string('x', 106 - Folder.Length);
        await Expect(BackgroundProcess.StartAsync(Address(name), BackgroundFunctions.Square, 7));
        Assert.Equal([49], await CollectAsync<int>(Address(name)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ConnectAsync_NobodyThere_SaysSo() =>
        await Assert.ThrowsAsync<AddressUnreachableException>(() => PersistentChannel.ConnectAsync(Address()));

    [Fact(Timeout = Deadline.Test)]
    public async Task Clean_DeadAndLivingProcesses_RemovesTheFilesOfTheDeadOnly()
    {
        var dead = await Expect(BackgroundProcess.StartAsync(Address("dead"), BackgroundFunctions.Square, 7));
        await Expect(BackgroundProcess.StartAsync(Address("living"), BackgroundFunctions.Square, 7));
        Processes.Signal(dead.ProcessId, "KILL");
        await Processes.AssertGoneAsync(dead.ProcessId);
        Assert.Equal("stale", (await StatusAsync(Address("dead"))).State);
        await Assert.ThrowsAsync<AddressUnreachableException>(() => PersistentChannel.ConnectAsync(Address("dead")));
        Assert.Equal([Address("dead")], (await BackgroundProcess.CleanAsync()).Where(address => address.StartsWith(Folder, StringComparison.Ordinal)));
        Assert.Equal([49], await CollectAsync<int>(Address("living")));
    }
}
