using System.Diagnostics;

namespace PProcess.Core.Tests;

/// <summary>What the operating system says of processes.</summary>
internal static class Processes
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the process is gone: a child of this process reaped, any other ended.</summary>
    public static async Task AssertGoneAsync(int processId)
    {
        Assert.NotEqual(0, processId);
        Assert.NotEqual(Environment.ProcessId, processId);
        var waited = Stopwatch.StartNew();
        while (IsThere(processId, out var state))
        {
            Assert.True(waited.Elapsed < Deadline.Promptly, $"Process {processId} is still there, in state {state}.");
            await Task.Delay(LookInterval);
        }
    }

    public static bool IsThere(int processId) => IsThere(processId, out _);

    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {processId}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static bool IsThere(int processId, out string state)
    {
        state = "";
        try
        {
            // The name in parentheses may hold anything; behind it come the state and the parent.
            var line = File.ReadAllText($"/proc/{processId}/stat");
            var parts = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            state = parts[0];
            return state != "Z" || parts[1] == $"{Environment.ProcessId}";
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return false;
        }
    }
}
