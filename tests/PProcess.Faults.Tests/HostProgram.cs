using System.Diagnostics;
using System.Globalization;

namespace PProcess.Faults.Tests;

/// <summary>The host program with one case, in a session of its own, under a timer: whoever waits too long kills it and all that it started.</summary>
internal sealed class HostProgram : IAsyncDisposable
{
    /// <summary>In the environment of the host and of all that comes from it, to the last grandchild.</summary>
    public const string MarkVariable = "PPROCESS_FAULT_CASE";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(1);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "PProcess.FaultHost");

    private readonly string _folder;
    private readonly Process _process;
    private readonly TimeSpan _limit;
    private readonly long _started = Stopwatch.GetTimestamp();

    private HostProgram(string folder, Process process, TimeSpan limit)
    {
        _limit = limit;
        _folder = folder;
        _process = process;
    }

    public int Id => _process.Id;

    /// <summary>What no other process has in its environment.</summary>
    public string Mark => Path.GetFileName(_folder);

    /// <summary>Where the host and its workers put what is temporary.</summary>
    public string TemporaryFolder => Path.Combine(_folder, "tmp");

    public string StandardError => Read("stderr");

    public string ReportText => Read("report");

    private TimeSpan Left => _limit - Stopwatch.GetElapsedTime(_started);

    /// <summary>Starts it.</summary>
    /// <param name="arguments">The case.</param>
    /// <param name="command">What the shell does with <c>"$@"</c>, the program; the default executes it.</param>
    /// <param name="variables">More for its environment.</param>
    /// <param name="limit">How long it may take.</param>
    public static HostProgram Start(string arguments, string command = "exec \"$@\" >stdout 2>stderr", (string Name, string Value)[]? variables = null, TimeSpan? limit = null)
    {
        var folder = Directory.CreateTempSubdirectory("pprocess-fault-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        foreach (var part in new[] { folder, Path.Combine(folder, "tmp") })
        {
            File.SetUnixFileMode(part, (UnixFileMode)0b111_111_111); // For a host that runs as another user.
        }

        // In a session, and so in a process group, of its own: an interrupt of the group must not reach the tests. Who starts the tests in
        // the background has them ignore interrupts, which the host would inherit.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT,QUIT,HUP", "/bin/sh", "-c", command, "sh", Program, .. arguments.Split(' ')]) { WorkingDirectory = folder };
        start.Environment[MarkVariable] = Path.GetFileName(folder);
        start.Environment["PPROCESS_FAULT_REPORT"] = Path.Combine(folder, "report");
        start.Environment["TMPDIR"] = Path.Combine(folder, "tmp");
        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        return new HostProgram(folder, Process.Start(start)!, limit ?? DefaultLimit);
    }

    /// <summary>Waits until it reports the fact, and gives its value.</summary>
    public async Task<string> FactAsync(string fact)
    {
        while (true)
        {
            if (ReportText.Split('\n').LastOrDefault(line => line.StartsWith($"{fact} ", StringComparison.Ordinal)) is { } line)
            {
                return line[(fact.Length + 1)..].Trim();
            }

            if (_process.HasExited || Left < TimeSpan.Zero)
            {
                Assert.Fail($"The host {(_process.HasExited ? $"has ended with {_process.ExitCode}" : "hangs")} and has not said \"{fact}\".{Environment.NewLine}{Describe()}");
            }

            await Task.Delay(LookInterval);
        }
    }

    /// <summary>Waits until it has ended, and gives its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Left > TimeSpan.Zero ? Left : TimeSpan.Zero);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The host does not end.{Environment.NewLine}{Describe()}");
            throw;
        }
    }

    /// <summary>Runs the case to its end, which must be a good one.</summary>
    public async Task<FaultReport> CompleteAsync()
    {
        var code = await ExitAsync();
        var report = new FaultReport(ReportText);
        Assert.True(code == 0 && report.IsComplete, $"The host has ended with {code}.{Environment.NewLine}{Describe()}");
        TestContext.Current.TestOutputHelper?.WriteLine(report.Text);
        return report;
    }

    public Task SignalAsync(string signal) => SignalAsync(signal, $"{Id}");

    /// <summary>Signals it and its workers, as a terminal does.</summary>
    public Task SignalGroupAsync(string signal) => SignalAsync(signal, $"-{Id}");

    public async ValueTask DisposeAsync()
    {
        MarkedProcesses.Kill(Mark);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task SignalAsync(string signal, string target)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {target}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private string Describe() => string.Create(CultureInfo.InvariantCulture, $"Report:{Environment.NewLine}{ReportText}{Environment.NewLine}Standard error:{Environment.NewLine}{StandardError}");

    private string Read(string file)
    {
        var path = Path.Combine(_folder, file);
        if (!File.Exists(path))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
