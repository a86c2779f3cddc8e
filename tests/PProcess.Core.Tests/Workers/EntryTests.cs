using System.Diagnostics;

namespace PProcess.Core.Tests.Workers;

/// <summary>Where a program's workers take over: in a startup hook, or where the program says so itself.</summary>
public sealed class EntryTests
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

    private static async Task<(string Output, int Code)> RunAsync(string place, string? first)
    {
        var start = new ProcessStartInfo(TestProgram.Path, ["entry", place]) { RedirectStandardOutput = true };
        start.Environment[Variable] = first;
        using var program = Process.Start(start)!;
        var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), program.ExitCode);
    }
}
