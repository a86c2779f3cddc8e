using System.Text.Json;
using System.Text.RegularExpressions;

namespace PProcess.Core.Tests.Background;

/// <summary>The commands of the tool, run as programs. It is another program than those whose processes it looks after.</summary>
public sealed class ToolTests : BackgroundTest
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "pprocess");

    [Fact(Timeout = Deadline.Test)]
    public async Task List_TwoProcesses_ShowsTheirAddressesFunctionsAndStates()
    {
        var running = await Expect(BackgroundProcess.StartAsync(Address("running"), BackgroundFunctions.Forever));
        await Expect(BackgroundProcess.StartAsync(Address("failed"), BackgroundFunctions.Fail, "x"));
        await WaitUntilAsync(async () => (await StatusAsync(Address("failed"))).WaitingResults == 1);
        var (code, output, _) = await RunAsync(Tool, "list");
        Assert.Equal(0, code);
        var lines = output.Split('\n');
        Assert.Matches("^ADDRESS +PID +FUNCTION +STATE +AGE +CPU +MEMORY +WAITING +CLIENTS$", lines[0]);
        Assert.Contains(lines, line => Regex.IsMatch(line, $"^{Address("running")} +{running.ProcessId} +BackgroundFunctions.Forever +running "));
        Assert.Contains(lines, line => Regex.IsMatch(line, $"^{Address("failed")} +[0-9]+ +BackgroundFunctions.Fail +failed "));
        Assert.Equal(0, (await RunAsync(Tool, "stop", Address("running"))).Code);
        Assert.Equal(0, (await RunAsync(Tool, "stop", Address("failed"))).Code);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task List_Json_GivesTheSameToScripts()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.CountAsync, 3));
        await WaitUntilAsync(async () => (await StatusAsync(Address())).State == "ended");
        var (_, output, _) = await RunAsync(Tool, "list", "--json");
        var entry = JsonDocument.Parse(output).RootElement.EnumerateArray().Single(entry => entry.GetProperty("address").GetString() == Address());
        Assert.Equal(process.ProcessId, entry.GetProperty("processId").GetInt32());
        Assert.Equal("ended", entry.GetProperty("state").GetString());
        Assert.Equal(3, entry.GetProperty("waitingResults").GetInt32());
        Assert.True(entry.GetProperty("memory").GetInt64() > 0);
        Assert.Equal([0, 1, 2], await CollectAsync<int>(Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Watch_ProcessWithResults_PrintsThemAsJsonAndTakesNothing()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), () => (Number: 7, Text: "seven", Parts: new[] { 3.5, double.NaN })));
        var (code, output, _) = await RunAsync(Tool, "watch", Address());
        Assert.Equal(0, code);
        Assert.Equal("""{"Item1":7,"Item2":"seven","Item3":[3.5,"NaN"]}""", output);
        Assert.Equal(7, Assert.Single(await CollectAsync<(int, string, double[])>(Address())).Item1);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Watch_WhileItRuns_ShowsWhatIsToCome()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.EchoAsync, "!"));
        using var watching = Start(Tool, "watch", Address());
        await using var channel = await PersistentChannel.ConnectAsync(Address());
        await channel.SendAsync("a");
        Assert.Equal("\"a!\"", await watching.StandardOutput.ReadLineAsync());
        Assert.Equal("a!", await channel.ReceiveAsync<string>());
        await channel.CompleteAsync();
        Assert.Null(await watching.StandardOutput.ReadLineAsync());
        await watching.WaitForExitAsync();
        Assert.Equal(0, watching.ExitCode);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData]
    [InlineData("--take")]
    public async Task Watch_ReaderThatHasSeenEnough_EndsWithoutAWordAndTakesNoMore(params string[] options)
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.CountAsync, 100_000));
        using var watching = Start(Tool, ["watch", Address(), .. options]);
        Assert.Equal("0", await watching.StandardOutput.ReadLineAsync());
        watching.StandardOutput.Close();
        Assert.Equal("", await watching.StandardError.ReadToEndAsync());
        await watching.WaitForExitAsync();
        Assert.Equal(0, watching.ExitCode);
        await using (var channel = await PersistentChannel.ConnectAsync(Address()))
        {
            Assert.InRange(await channel.ReceiveAsync<int>(), options.Length == 0 ? 0 : 1, 99_999);
        }

        Assert.Equal(0, (await RunAsync(Tool, "stop", Address())).Code);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Watch_Taking_PrintsEachResultAndLetsTheProcessEnd()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.CountAsync, 3));
        Assert.Equal((0, "0\n1\n2", ""), await RunAsync(Tool, "watch", Address(), "--take"));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Watch_FailedFunction_ShowsTheError()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Fail, "no \"number\""));
        var (_, output, _) = await RunAsync(Tool, "watch", Address(), "--take");
        var error = JsonDocument.Parse(output).RootElement.GetProperty("error");
        Assert.Equal("System.FormatException", error.GetProperty("type").GetString());
        Assert.Equal("no \"number\"", error.GetProperty("message").GetString());
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData("watch")]
    [InlineData("stop")]
    public async Task Command_NobodyAtTheAddress_ExitsWithThree(string command)
    {
        var (code, output, error) = await RunAsync(Tool, command, Address());
        Assert.Equal((3, ""), (code, output));
        Assert.Contains(Address(), error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData]
    [InlineData("watch")]
    [InlineData("stop")]
    [InlineData("stop", "a", "--all")]
    [InlineData("lost")]
    public async Task Command_WrongUsage_ExitsWithTwo(params string[] arguments) =>
        Assert.Equal(2, (await RunAsync(Tool, arguments)).Code);

    [Fact(Timeout = Deadline.Test)]
    public async Task Clean_ProcessThatWasKilled_RemovesItsFiles()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Forever));
        Processes.Signal(process.ProcessId, "KILL");
        await Processes.AssertGoneAsync(process.ProcessId);
        var (code, output, _) = await RunAsync(Tool, "clean");
        Assert.Equal(0, code);
        Assert.Contains($"cleaned {Address()}", output.Split('\n'));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Stop_FunctionThatDoesNotObey_EndsItAllTheSame()
    {
        await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Forever));
        Assert.Equal((0, $"stopped {Address()}", ""), await RunAsync(Tool, "stop", Address()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Stop_ProcessThatIsSuspended_KillsIt()
    {
        var process = await Expect(BackgroundProcess.StartAsync(Address(), BackgroundFunctions.Forever));
        Processes.Signal(process.ProcessId, "STOP");
        Assert.Equal(0, (await RunAsync(Tool, "stop", Address())).Code);
    }
}
