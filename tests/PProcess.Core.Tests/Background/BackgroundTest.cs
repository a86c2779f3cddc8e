using System.Diagnostics;
using System.Globalization;

namespace PProcess.Core.Tests.Background;

/// <summary>The base of the tests of background processes: each has a directory of its own, in which nothing is left, and no process lives on.</summary>
[Collection(nameof(BackgroundTest))] // One at a time: what cleans up sees the files of all.
public abstract class BackgroundTest : IAsyncLifetime
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    private readonly List<int> _processes = [];

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("pp").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var process in _processes)
        {
            await Processes.AssertGoneAsync(process);
        }

        Assert.Empty(Directory.GetFileSystemEntries(Folder));
        Directory.Delete(Folder);
        Assert.DoesNotContain(await BackgroundProcess.ListAsync(), status => status.Address.StartsWith(Folder, StringComparison.Ordinal));
        UnobservedFaults.AssertNone();
    }

    private protected string Address(string name = "a.socket") => Path.Combine(Folder, name);

    /// <summary>Starts a process that must be gone when the test has ended.</summary>
    private protected async Task<BackgroundProcess> Expect(Task<BackgroundProcess> starting)
    {
        var process = await starting;
        Expect(process.ProcessId);
        return process;
    }

    private protected void Expect(int processId) => _processes.Add(processId);

    /// <summary>Runs a program beside the tests to its end.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    private protected static async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.TrimEnd(), (await error).TrimEnd());
    }

    private protected static Process Start(string program, params string[] arguments)
    {
        var command = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(command)!;
    }

    private protected async Task<int> StartByProgramAsync(params string[] arguments)
    {
        var (_, output, error) = await RunAsync(Workers.TestProgram.Path, arguments);
        Assert.Equal("", error);
        var processId = int.Parse(output, CultureInfo.InvariantCulture);
        Expect(processId);
        return processId;
    }

    private protected static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < Deadline.Promptly, "It did not come to be.");
            await Task.Delay(LookInterval);
        }
    }

    private protected static async Task<BackgroundStatus> StatusAsync(string address) =>
        Assert.Single(await BackgroundProcess.ListAsync(), status => status.Address == address);

    private protected static async Task<List<T>> CollectAsync<T>(string address)
    {
        await using var channel = await PersistentChannel.ConnectAsync(address);
        return await channel.ReadAllAsync<T>().ToListAsync();
    }
}
