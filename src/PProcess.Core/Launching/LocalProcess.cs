using System.Diagnostics;
using System.IO.Pipes;
using PProcess.Workers;

namespace PProcess.Launching;

/// <summary>A child process of this one.</summary>
internal sealed class LocalProcess : LaunchedProcess
{
    // A child whose end the system does not report (the program was started with SIGCHLD ignored) is looked for this often.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly StandardErrorTail _standardError;
    private readonly DiagnosticFiles _files;

    public LocalProcess(Process process)
    {
        _process = process;
        ProcessId = process.Id;
        _files = DiagnosticFiles.Of(ProcessId);
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        WaitAwake = Output is PipeStream pipe ? AwakeWait.On(pipe.SafePipeHandle) : null; // It is a file on Windows.
        _standardError = new StandardErrorTail(process.StandardError.BaseStream);
        Exited = WatchAsync();
    }

    public override int ProcessId { get; }

    public override Stream Input { get; }

    public override Stream Output { get; }

    internal override Action? WaitAwake { get; }

    public override Task<ExitStatus> Exited { get; }

    public override bool HasExited => Exited.IsCompleted || _process.HasExited;

    public override long ResidentBytes => ResidentBytesOf(this);

    public override Task<string> ReadStandardErrorAsync() => _standardError.ReadToEndAsync();

    public override void Terminate()
    {
        if (!Exited.IsCompleted)
        {
            Platform.Current.Terminate(ProcessId);
        }
    }

    public override void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended meanwhile.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _standardError.DisposeAsync().ConfigureAwait(false);
        await Input.DisposeAsync().ConfigureAwait(false);
        await Output.DisposeAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    /// <summary>The memory that a process on this machine has in use.</summary>
    public static long ResidentBytesOf(LaunchedProcess launched)
    {
        try
        {
            using var process = Process.GetProcessById(launched.ProcessId); // One of its own: a refresh is not thread-safe.
            return launched.Exited.IsCompleted ? 0 : process.WorkingSet64;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return 0; // It has ended meanwhile.
        }
    }

    private async Task<ExitStatus> WatchAsync()
    {
        var exit = _process.WaitForExitAsync();
        while (!exit.IsCompleted)
        {
            await Task.WhenAny(exit, Task.Delay(LookInterval)).ConfigureAwait(false);
            if (!exit.IsCompleted && !Platform.Current.Exists(ProcessId))
            {
                _files.Delete();
                return ExitStatus.Unknown;
            }
        }

        _files.Delete();
        return new ExitStatus(_process.ExitCode);
    }
}
