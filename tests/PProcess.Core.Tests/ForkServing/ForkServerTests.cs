using System.Diagnostics;
using System.Globalization;
using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Sharing;

namespace PProcess.Core.Tests.ForkServing;

/// <summary>What is special to a fork server: its own life, and what its workers have of it.</summary>
public sealed class ForkServerTests
{
    private static readonly WorkerOptions Impatient = new() { StartTimeout = TimeSpan.FromSeconds(2) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline.Test)]
    public async Task Launch_ManyAtOnce_MakesAsManyProcessesWhoseParentIsTheServer()
    {
        await using var server = await ForkServer.StartAsync();
        var found = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => RunAsync<(int, int)>(server, Invocation.Create(ProcessAndParent))));
        Assert.Equal(found.Length, found.Select(processes => processes.Item1).Distinct().Count());
        Assert.All(found, processes => Assert.Equal(server.ProcessId, processes.Item2));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Collector_OfManyWorkers_WorksAndFinalizes()
    {
        await using var server = await ForkServer.StartAsync();
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) =>
            Assert.True(await RunAsync<bool>(server, Invocation.Create(CollectAndFinalizeAsync))));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Random_OfTwoWorkers_IsNotTheSame()
    {
        await using var server = await ForkServer.StartAsync();
        var first = await RunAsync<(long, Guid)>(server, Invocation.Create(static () => (Random.Shared.NextInt64(), Guid.NewGuid())));
        var second = await RunAsync<(long, Guid)>(server, Invocation.Create(static () => (Random.Shared.NextInt64(), Guid.NewGuid())));
        Assert.NotEqual(first.Item1, second.Item1);
        Assert.NotEqual(first.Item2, second.Item2);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Descriptors_OfTwoWorkers_AreNobodyElses()
    {
        await using var server = await ForkServer.StartAsync();
        await using var first = ProcessChannel.Start(server, Invocation.Create(TestFunctions.WaitAsync));
        await first.ReceiveAsync<string>(Cancellation);
        await using var second = ProcessChannel.Start(server, Invocation.Create(TestFunctions.WaitAsync));
        await second.ReceiveAsync<string>(Cancellation);
        await using var local = ProcessChannel.Start(Launcher.LocalProcess, Invocation.Create(TestFunctions.WaitAsync));
        await local.ReceiveAsync<string>(Cancellation);

        // The runtime's own, of which both ends are everywhere, lead to nobody; and what all processes have inherited is in the local one, too.
        var common = PipesOf(first.ProcessId).Intersect(PipesOf(second.ProcessId));
        var ofRuntime = PipesOf(server.ProcessId).GroupBy(pipe => pipe).Where(pipe => pipe.Count() > 1).Select(pipe => pipe.Key);
        Assert.Empty(common.Except(ofRuntime).Except(PipesOf(local.ProcessId)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Descriptors_OfTheServer_AreClosedBehindItsWorkers()
    {
        await using var server = await ForkServer.StartAsync();
        var counts = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal(42, await RunAsync<int>(server, Invocation.Create(TestFunctions.Answer)));
            }

            await using var worker = Worker.Start(server); // Before the server answers, it has closed what was another's.
            counts.Add(Directory.GetFileSystemEntries($"/proc/{server.ProcessId}/fd").Length);
        }

        Assert.Single(counts.Distinct());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Name_OfAWorker_IsThatOfTheProgram()
    {
        await using var server = await ForkServer.StartAsync();
        var (name, path) = await RunAsync<(string, string?)>(server, Invocation.Create(static () => (Process.GetCurrentProcess().ProcessName, Environment.ProcessPath)));
        Assert.Equal(Process.GetCurrentProcess().ProcessName, name);
        Assert.Equal(Environment.ProcessPath, path);
    }

    // Whoever signals the whole group, as a terminal does, leaves it to the host what becomes of it.
    [Theory(Timeout = Deadline.Test)]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signal_OfTheServer_IsTheHostsAffair(string name)
    {
        await using var server = await ForkServer.StartAsync();
        Processes.Signal(server.ProcessId, name);
        Assert.Equal(42, await RunAsync<int>(server, Invocation.Create(TestFunctions.Answer)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_WorkersAreThere_EndsThemWithTheServer()
    {
        var server = await ForkServer.StartAsync();
        var channel = ProcessChannel.Start(server, Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        var worker = channel.ProcessId;
        await Task.WhenAll(server.DisposeAsync().AsTask(), server.DisposeAsync().AsTask());

        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal(9, error.ExitStatus.Signal);
        await Processes.AssertGoneAsync(worker);
        await Processes.AssertGoneAsync(server.ProcessId);
        Assert.Throws<ObjectDisposedException>(() => Worker.Start(server));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Launch_ServerWasKilled_FailsAndItsWorkersAreGone()
    {
        await using var server = await ForkServer.StartAsync();
        var channel = ProcessChannel.Start(server, Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        Processes.Signal(server.ProcessId, "KILL");

        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal(ExitStatus.Unknown, error.ExitStatus);
        await Processes.AssertGoneAsync(channel.ProcessId);
        Assert.Contains("has ended", Assert.Throws<LaunchException>(() => Worker.Start(server)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Launch_ServerDoesNotAnswer_FailsInTime()
    {
        await using var server = await ForkServer.StartAsync(Impatient);
        Processes.Signal(server.ProcessId, "STOP");
        Assert.Contains("has not answered", Assert.Throws<LaunchException>(() => Worker.Start(server)).Message, StringComparison.Ordinal);
        await Processes.AssertGoneAsync(server.ProcessId);
    }

    // The runtime would send them on to the process by whose number it knows itself: the server's.
    [Theory(Timeout = Deadline.Test)]
    [InlineData("TERM", 15)]
    [InlineData("QUIT", 3)]
    [InlineData("INT", 2)]
    public async Task Signal_OfAWorkerThatHasJustBeenMade_EndsThatOneOnly(string name, int signal)
    {
        await using var server = await ForkServer.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            await using var worker = Worker.Start(server);
            Processes.Signal(worker.ProcessId, name);
            if (name != "INT") // Which is for the host to heed.
            {
                await worker.Completion.WaitAsync(Cancellation);
                Assert.Equal(signal, worker.ExitStatus!.Value.Signal);
            }
        }

        Assert.Equal(42, await RunAsync<int>(server, Invocation.Create(TestFunctions.Answer)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Quit_SentByAWorkerToItself_EndsThatOneOnly()
    {
        await using var server = await ForkServer.StartAsync();
        await using var channel = ProcessChannel.Start(server, Invocation.Create(static () => Processes.Signal(Environment.ProcessId, "QUIT")));
        var error = await Assert.ThrowsAsync<WorkerExitedException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal(3, error.ExitStatus.Signal);
        Assert.Equal(42, await RunAsync<int>(server, Invocation.Create(TestFunctions.Answer)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_ServerIsStopped_EndsWorkersAndServer()
    {
        var server = await ForkServer.StartAsync();
        var channel = ProcessChannel.Start(server, Invocation.Create(TestFunctions.WaitAsync));
        await channel.ReceiveAsync<string>(Cancellation);
        Processes.Signal(server.ProcessId, "STOP");
        var launching = Task.Run(() => Worker.Start(server), Cancellation);

        await channel.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
        await server.DisposeAsync().AsTask().WaitAsync(Deadline.Promptly, Cancellation);
        await Assert.ThrowsAsync<LaunchException>(() => launching.WaitAsync(Deadline.Promptly, Cancellation));
        await Processes.AssertGoneAsync(channel.ProcessId);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_ServerIsStoppedAndHasWorkers_NoneRunsBehindIt()
    {
        for (var round = 0; round < 5; round++)
        {
            var server = await ForkServer.StartAsync();
            var workers = Enumerable.Range(0, 8).Select(_ => Worker.Start(server)).ToList();
            Processes.Signal(server.ProcessId, "STOP");
            await server.DisposeAsync();
            Assert.All(workers, worker => Assert.False(Processes.IsThere(worker.ProcessId)));
            await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Descriptors_OfAWorkersChild_AreThoseOfALocalOnes()
    {
        await using var server = await ForkServer.StartAsync();
        await using var local = ProcessChannel.Start(Launcher.LocalProcess, Invocation.Create(DescriptorsOfAChild));
        Assert.Equal(await local.ReceiveAsync<int>(Cancellation), await RunAsync<int>(server, Invocation.Create(DescriptorsOfAChild)));
    }

    // Each number of descriptors that the server may lack on its way to a worker.
    [Fact(Timeout = Deadline.Test)]
    public async Task Launch_ServerIsShortOfDescriptors_FailsUntilThereAreSome()
    {
        await using var server = await ForkServer.StartAsync();
        var used = Directory.GetFileSystemEntries($"/proc/{server.ProcessId}/fd").Select(Path.GetFileName).Count(number => int.Parse(number!, CultureInfo.InvariantCulture) < 100);
        for (var free = 0; free < 8; free++)
        {
            Limit(server.ProcessId, $"{used + free}");
            try
            {
                await using var worker = Worker.Start(server);
                Assert.InRange(free, 5, 7);
            }
            catch (LaunchException error)
            {
                Assert.Contains("Too many open files", error.Message, StringComparison.Ordinal);
                Assert.InRange(free, 0, 4);
            }
        }

        Limit(server.ProcessId, "1024");
        Assert.Equal(42, await RunAsync<int>(server, Invocation.Create(TestFunctions.Answer)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task GCHeapHardLimit_OfTheServer_IsThatOfItsWorkers()
    {
        var options = new WorkerOptions { GCHeapHardLimit = 200_000_000 };
        await using var server = await ForkServer.StartAsync(options);
        await using var worker = Worker.Start(server, options);
        Assert.InRange(await ResultTask<long>.RunAsync(worker, Invocation.Create(static () => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)), 190_000_000, 210_000_000);
        Assert.Contains("limit of 200000000", Assert.Throws<LaunchException>(() => Worker.Start(server, new WorkerOptions { GCHeapHardLimit = 300_000_000 })).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task StartAsync_OptionsOutOfRange_AreRefusedByName()
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ForkServer.StartAsync(new WorkerOptions { StartTimeout = TimeSpan.Zero }));
        Assert.Contains(nameof(WorkerOptions.StartTimeout), error.Message, StringComparison.Ordinal);
    }

    private static async Task<T> RunAsync<T>(ForkServer server, Invocation invocation)
    {
        await using var channel = ProcessChannel.Start(server, invocation);
        return await channel.ReceiveAsync<T>(Cancellation);
    }

    private static void Limit(int process, string descriptors)
    {
        using var limit = Process.Start("prlimit", [$"--pid={process}", $"--nofile={descriptors}:1024"]);
        limit.WaitForExit();
        Assert.Equal(0, limit.ExitCode);
    }

    private static (int, int) ProcessAndParent()
    {
        var line = File.ReadAllText("/proc/self/stat");
        return (Environment.ProcessId, int.Parse(line[(line.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture));
    }

    private static int DescriptorsOfAChild()
    {
        using var list = Process.Start(new ProcessStartInfo("/bin/ls", ["/proc/self/fd"]) { RedirectStandardOutput = true })!;
        return list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private static async Task<bool> CollectAndFinalizeAsync()
    {
        var finalized = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Litter(finalized))));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await finalized.Task;
        return true;
    }

    private static void Litter(TaskCompletionSource finalized)
    {
        for (var i = 0; i < 1000; i++)
        {
            _ = new Finalized(finalized, new byte[10_000]);
        }
    }

    private static List<string> PipesOf(int process) =>
        [.. Directory.GetFileSystemEntries($"/proc/{process}/fd").Select(entry => new FileInfo(entry).LinkTarget ?? "").Where(target => target.StartsWith("pipe:", StringComparison.Ordinal))];

    private sealed class Finalized(TaskCompletionSource done, byte[] bytes)
    {
        ~Finalized()
        {
            GC.KeepAlive(bytes);
            done.TrySetResult();
        }
    }
}
