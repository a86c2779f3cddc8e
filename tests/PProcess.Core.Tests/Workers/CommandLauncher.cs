using System.Diagnostics;

namespace PProcess.Core.Tests.Workers;

/// <summary>A launcher such as a user would write: starts any command as if it were the program.</summary>
internal sealed class CommandLauncher(string command, params string[] arguments) : Launcher
{
    public int ProcessId { get; private set; }

    public override LaunchedProcess Launch(LaunchTicket ticket)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ticket.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = new StartedCommand(Process.Start(start)!);
            ProcessId = process.ProcessId;
            return process;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new LaunchException($"{command} cannot be started: {error.Message}", error);
        }
    }

    private sealed class StartedCommand(Process process) : LaunchedProcess
    {
        private readonly Task<string> _standardError = process.StandardError.ReadToEndAsync();

        public override int ProcessId { get; } = process.Id;

        public override Stream Input { get; } = process.StandardInput.BaseStream;

        public override Stream Output { get; } = process.StandardOutput.BaseStream;

        public override Task<ExitStatus> Exited { get; } = WaitAsync(process);

        public override Task<string> ReadStandardErrorAsync() => _standardError;

        public override void Terminate() => process.Kill();

        public override void Kill() => process.Kill();

        public override async ValueTask DisposeAsync()
        {
            await _standardError;
            process.Dispose();
        }

        private static async Task<ExitStatus> WaitAsync(Process process)
        {
            await process.WaitForExitAsync();
            return new ExitStatus(process.ExitCode);
        }
    }
}
