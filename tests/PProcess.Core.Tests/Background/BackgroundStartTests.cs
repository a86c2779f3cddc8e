using System.Globalization;
using System.Runtime.Versioning;

namespace PProcess.Core.Tests.Background;

[UnsupportedOSPlatform("windows")]
public sealed class BackgroundStartTests : BackgroundTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_PlainFunction_KeepsItsResultAndEndsWhenItIsTaken()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Square, 7));
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_AsyncFunction_KeepsItsResult()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.SquareAsync, 7));
        Assert.Equal([49], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_StreamFunction_KeepsAllItsValues()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.CountAsync, 1000));
        Assert.Equal(Enumerable.Range(0, 1000), await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_SynchronousFunctionWithAChannel_KeepsWhatItSends()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.SendTwo));
        Assert.Equal([1, 2], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_LambdaWithCapturedVariables_TakesThemAlong()
    {
        var factor = 6;
        await Expect(BackgroundProcess.StartAsync(Address(), () => factor * 7));
        Assert.Equal([42], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_FunctionWithAChannel_TalksBothWaysWithOneClientAfterAnother()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.EchoAsync, "!"));
        foreach (var text in (string[])["one", "two"])
        {
            await using var channel = await PersistentChannel.ConnectAsync(Address());
            await channel.SendAsync(text);
            Assert.Equal($"{text}!", await channel.ReceiveAsync<string>());
        }

        await using var last = await PersistentChannel.ConnectAsync(Address());
        await last.CompleteAsync();
        Assert.Empty(await last.ReadAllAsync<string>().ToListAsync());
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(async () => await last.SendAsync("three"));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_FunctionWithoutResult_EndsWithTheFunction() =>
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Nothing));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CalledWithArguments_StartsTheFunctionThere()
    {
        var square = BackgroundCallable.Create<int, int>(Address(), BackgroundFunctions.Square);
        await Expect(square(9));
        Assert.Equal([81], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_BareName_LivesInThePrivateDirectory()
    {
        var process = await Expect(BackgroundProcess.StartAsync($"pprocess-test-{Environment.ProcessId}", BackgroundFunctions.Square, 3));
        var directory = Path.GetDirectoryName(process.Address)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        Assert.Equal([9], await CollectAsync<int>($"pprocess-test-{Environment.ProcessId}"));
        Assert.False(File.Exists(process.Address));
        Assert.False(File.Exists($"{process.Address}.lock"));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_CreatorKilledWhileItWorks_LivesOnAndKeepsEverything()
    {
        using var creator = Start(Workers.TestProgram.Path, "start-and-wait", Address(), "200");
        Expect(int.Parse((await creator.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
        Processes.Signal(creator.Id, "KILL");
        await creator.WaitForExitAsync();
        var (_, output, _) = await RunAsync(Workers.TestProgram.Path, "collect", Address());
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"{number}"), output.Split('\n'));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_CreatorKilledWhileItStarts_IsReachableOrLeavesNothing()
    {
        for (var delay = 0; delay <= 400; delay += 40)
        {
            using var creator = Start(Workers.TestProgram.Path, "start-and-wait", Address(), "3");
            await Task.Delay(delay); // The moment is what is varied here.
            Processes.Signal(creator.Id, "KILL");
            await creator.WaitForExitAsync();
            await WaitUntilAsync(async () => File.Exists(Address())
                ? (await RunAsync(Workers.TestProgram.Path, "collect", Address())).Output is "0\n1\n2" or ['A', ..]
                : !File.Exists($"{Address()}.lock"));
        }

        await WaitUntilAsync(async () =>
        {
            await RunAsync(Workers.TestProgram.Path, "collect", Address());
            return !File.Exists($"{Address()}.lock");
        });
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_Started_HasLetGoOfItsCreator()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Forever));
        var session = (await File.ReadAllTextAsync($"/proc/{process.ProcessId}/stat")).Split(") ")[1].Split(' ')[3];
        Assert.Equal($"{process.ProcessId}", session);
        var targets = Directory.GetFileSystemEntries($"/proc/{process.ProcessId}/fd")
            .Select(entry => (Name: Path.GetFileName(entry), Target: new FileInfo(entry).LinkTarget ?? ""))
            .ToList();
        Assert.All(targets.Where(file => file.Name is "0" or "1" or "2"), file => Assert.Equal("/dev/null", file.Target));
        var own = Directory.GetFileSystemEntries("/proc/self/fd").Select(entry => new FileInfo(entry).LinkTarget ?? "").ToHashSet();
        Assert.DoesNotContain(targets, file => (file.Target.StartsWith("pipe:", StringComparison.Ordinal) || file.Target.StartsWith("socket:", StringComparison.Ordinal)) && own.Contains(file.Target));
        await BackgroundProcess.StopAsync(Address());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_RelativePath_IsTakenFromTheDirectoryOfTheCall()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Address());
        var process = await Expect(BackgroundProcess.StartAsync(relative, BackgroundFunctions.Square, 2));
        Assert.Equal(Address(), process.Address);
        Assert.Equal([4], await CollectAsync<int>(relative));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_ProgressReceiver_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => BackgroundProcess.StartAsync(Address(), (IProgress<int> progress) => progress.Report(1), (IProgress<int>)new Progress<int>()));

    [Fact(Timeout = Deadline.Test)]
    public async Task StopAsync_FunctionWithAToken_LetsItTidyUp()
    {
        var note = Path.Combine(Folder, "note");
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.UntilCancelledAsync, note, CancellationToken.None));
        await BackgroundProcess.StopAsync(Address());
        Assert.Equal("tidy", await File.ReadAllTextAsync(note));
        File.Delete(note);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_NobodyCollects_EndsAfterTheTimeGiven()
    {
        var options = new BackgroundOptions { NeverCollectedFor = TimeSpan.FromMilliseconds(300) };
        await Expect(BackgroundProcess.StartAsync(Address(), Invocation.Create(BackgroundFunctions.Square, 5), options));
        await WaitUntilAsync(() => Task.FromResult(!File.Exists(Address())));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_TerminatedBySignal_LeavesNoFiles()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Forever));
        Processes.Signal(process.ProcessId, "TERM");
        await Processes.AssertGoneAsync(process.ProcessId);
    }
}
