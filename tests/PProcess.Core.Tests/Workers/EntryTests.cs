using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using PProcess.Launching;

namespace PProcess.Core.Tests.Workers;

/// <summary>Where a program's workers take over: in a startup hook, or where the program says so itself.</summary>
public sealed partial class EntryTests
{
    private const string Variable = "PPROCESS_TESTS_CALL_FIRST";

    [Theory(Timeout = Deadline.Test)]
    [InlineData("nowhere", null, "hook hook")]
    [InlineData("foreign", null, "hook hook")]
    [InlineData("foreign-sync", null, "hook hook")]
    [InlineData("nowhere", "async", "Main Main")]
    [InlineData("nowhere", "sync", "Main Main")]
    [InlineData("foreign", "sync", "Main Main")]
    public async Task RunIfWorker_CalledByTheProgramFirstThing_TakesThePlaceOfTheHook(string place, string? first, string expected)
    {
        var (output, code) = await RunAsync(place, first);
        Assert.Equal(expected, output);
        Assert.Equal(0, code);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task RunIfWorker_NotReachedInWorkers_FailsWithWhatToDo()
    {
        var (output, _) = await RunAsync("late", first: null);
        Assert.StartsWith($"{nameof(LaunchException)}: ", output, StringComparison.Ordinal);
        Assert.Contains(nameof(WorkerHost.RunIfWorkerAsync), output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(null)]
    [InlineData("sync")]
    public async Task RunIfWorker_HostIsGone_NoWorkerGoesOnWithTheProgram(string? first)
    {
        const int times = 12;
        var marks = Directory.CreateTempSubdirectory("pprocess-marks-");
        try
        {
            for (var i = 0; i < times; i++)
            {
                var (workers, _) = await RunAsync("end", first, marks.FullName);
                await Task.WhenAll(workers.Split(' ').Select(worker => Processes.AssertGoneAsync(int.Parse(worker, CultureInfo.InvariantCulture))));
            }

            Assert.Equal(times, marks.GetFiles().Length); // The hosts' own.
        }
        finally
        {
            marks.Delete(recursive: true);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task RunIfWorker_ConsoleWasTouchedBefore_ItsStreamsAreNotTheProtocols()
    {
        var (output, code) = await RunAsync("console", "behind-console");
        Assert.Equal("read ''", output);
        Assert.Equal(0, code);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData("behind-thread", "LaunchException: ", "it has started threads that copies would not have", "of the program")]
    [InlineData("behind-process-id", "LaunchException: ", "asks for its process id before its workers take over", "")]
    [InlineData("behind-culture", "de-DE", "", "")]
    public async Task ForkServer_ProgramDidSomethingBeforeItsWorkersTakeOver_HeedsOrRefusesIt(string first, string start, string reason, string name)
    {
        var (output, code) = await RunAsync("fork", first);
        Assert.StartsWith(start, output, StringComparison.Ordinal);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    // As that by which GNU make counts what runs at once.
    [Fact(Timeout = Deadline.Test)]
    public async Task ForkServer_ProgramHasInheritedAPipe_IsNotTakenForTheRuntimes()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        SetInherited(pipe.SafePipeHandle, true);
        SetInherited(pipe.ClientSafePipeHandle, true);
        try
        {
            var (output, code) = await RunAsync("fork", "sync");
            Assert.Equal(("", 0), (output, code)); // The invariant culture's name.
        }
        finally
        {
            SetInherited(pipe.SafePipeHandle, false);
            SetInherited(pipe.ClientSafePipeHandle, false);
        }

        Assert.False(Platform.Current.HasInput(pipe.SafePipeHandle));
    }

    private static void SetInherited(SafeHandle handle, bool isInherited) => Assert.Equal(0, Control((int)handle.DangerousGetHandle(), 2, isInherited ? 0 : 1));

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    private static async Task<(string Output, int Code)> RunAsync(string place, string? first, string? marks = null)
    {
        var start = new ProcessStartInfo(TestProgram.Path, ["entry", place]) { RedirectStandardOutput = true };
        start.Environment[Variable] = first;
        start.Environment["PPROCESS_TESTS_MARKS"] = marks;
        using var program = Process.Start(start)!;
        var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), program.ExitCode);
    }
}
