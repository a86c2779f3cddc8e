using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using PProcess.Launching;
using PProcess.Workers;

namespace PProcess.ForkServing;

/// <summary>A worker that a fork server has made, as the host sees it.</summary>
internal sealed class ForkedProcess : LaunchedProcess
{
    // A server that is stopped does not say how its workers have ended, and one that ends has the system kill them, which may take a moment.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortLookInterval = TimeSpan.FromMilliseconds(1);

    private readonly SafeFileHandle _process;
    private readonly HostPipes _pipes;
    private readonly Action<ForkedProcess> _onEnded;
    private readonly StandardErrorTail _standardError;

    /// <param name="processId">Its number, which is its own until it has ended and that is known here.</param>
    /// <param name="process">A descriptor that stands for it.</param>
    /// <param name="pipes">The pipes to it.</param>
    /// <param name="onEnded">Called once when that is known.</param>
    public ForkedProcess(int processId, SafeFileHandle process, HostPipes pipes, Action<ForkedProcess> onEnded)
    {
        ProcessId = processId;
        _process = process;
        _pipes = pipes;
        _onEnded = onEnded;
        WaitAwake = AwakeWait.On(pipes.Output.SafePipeHandle);
        _standardError = new StandardErrorTail(pipes.StandardError);
        Exited = WatchAsync();
    }

    public override int ProcessId { get; }

    public override Stream Input => _pipes.Input;

    public override Stream Output => _pipes.Output;

    public override Task<ExitStatus> Exited { get; }

    public override bool HasExited => Exited.IsCompleted || HasEnded;

    public override long ResidentBytes => LocalProcess.ResidentBytesOf(this);

    internal override Action? WaitAwake { get; }

    private bool HasEnded => Platform.Current.WaitForInput(_process, TimeSpan.Zero);

    public override Task<string> ReadStandardErrorAsync() => _standardError.ReadToEndAsync();

    public override void Terminate() => Send(SystemCalls.TerminationSignal);

    public override void Kill() => Send(SystemCalls.KillSignal);

    public override async ValueTask DisposeAsync()
    {
        await _standardError.DisposeAsync().ConfigureAwait(false);
        _pipes.Dispose();
        if (Exited.IsCompleted)
        {
            _process.Dispose(); // Otherwise it is still watched.
        }
    }

    private void Send(int signal)
    {
        if (!Exited.IsCompleted)
        {
            SystemCalls.SendSignal((int)_process.DangerousGetHandle(), signal);
        }
    }

    private async Task<ExitStatus> WatchAsync()
    {
        var report = ReadExitStatusAsync();
        while (!await HasComeAsync(report).ConfigureAwait(false) && !HasEnded)
        {
            // It lives on.
        }

        // Where it has ended and the server lives, the report is on its way, unless the server is stopped.
        var status = await HasComeAsync(report).ConfigureAwait(false) ? await report.ConfigureAwait(false) : null;
        while (status is null && !HasEnded)
        {
            await Task.Delay(ShortLookInterval).ConfigureAwait(false);
        }

        _onEnded(this);
        return status ?? ExitStatus.Unknown;
    }

    private static async Task<bool> HasComeAsync(Task report)
    {
        await report.WaitAsync(LookInterval).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return report.IsCompleted;
    }

    // Null where the server is gone.
    private async Task<ExitStatus?> ReadExitStatusAsync()
    {
        var code = new byte[sizeof(int)];
        try
        {
            await _pipes.Exit.ReadExactlyAsync(code).ConfigureAwait(false);
            return new ExitStatus(BinaryPrimitives.ReadInt32LittleEndian(code));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return null;
        }
    }
}
