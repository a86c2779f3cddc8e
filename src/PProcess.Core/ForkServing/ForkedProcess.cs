using System.Buffers.Binary;
using PProcess.Launching;
using PProcess.Workers;

namespace PProcess.ForkServing;

/// <summary>A worker that a fork server has made, as the host sees it.</summary>
internal sealed class ForkedProcess : LaunchedProcess
{
    // A server that is stopped does not say how its workers have ended, and one that ends has the system kill them, which may take a moment.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortLookInterval = TimeSpan.FromMilliseconds(1);

    private readonly HostPipes _pipes;
    private readonly Action<int> _collect;
    private readonly StandardErrorTail _standardError;
    private readonly Lock _gate = new();
    private bool _isCollected; // Guarded by _gate.

    /// <param name="processId">Its number.</param>
    /// <param name="pipes">The pipes to it.</param>
    /// <param name="collect">Lets its number be used again, which it is not before.</param>
    public ForkedProcess(int processId, HostPipes pipes, Action<int> collect)
    {
        ProcessId = processId;
        _pipes = pipes;
        _collect = collect;
        WaitAwake = AwakeWait.On(pipes.Output.SafePipeHandle);
        _standardError = new StandardErrorTail(pipes.StandardError);
        Exited = WatchAsync();
    }

    public override int ProcessId { get; }

    public override Stream Input => _pipes.Input;

    public override Stream Output => _pipes.Output;

    public override Task<ExitStatus> Exited { get; }

    public override bool HasExited => Exited.IsCompleted || Platform.Current.HasInput(_pipes.Exit.SafePipeHandle);

    public override long ResidentBytes => LocalProcess.ResidentBytesOf(this);

    internal override Action? WaitAwake { get; }

    public override Task<string> ReadStandardErrorAsync() => _standardError.ReadToEndAsync();

    public override void Terminate() => Signal(Platform.Current.Terminate);

    public override void Kill() => Signal(Platform.Current.Kill);

    public override async ValueTask DisposeAsync()
    {
        await _standardError.DisposeAsync().ConfigureAwait(false);
        _pipes.Dispose();
    }

    private void Signal(Action<int> send)
    {
        lock (_gate)
        {
            if (!_isCollected)
            {
                send(ProcessId);
            }
        }
    }

    private async Task<ExitStatus> WatchAsync()
    {
        var report = ReadExitStatusAsync();
        while (!await HasComeAsync(report).ConfigureAwait(false) && !HasEnded(ProcessId))
        {
            // It lives on.
        }

        // Where it has ended and the server lives, the report is on its way, unless the server is stopped.
        var status = await HasComeAsync(report).ConfigureAwait(false) ? await report.ConfigureAwait(false) : null;
        while (status is null && !HasEnded(ProcessId))
        {
            await Task.Delay(ShortLookInterval).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _isCollected = true;
        }

        _collect(ProcessId);
        return status ?? ExitStatus.Unknown;
    }

    private static async Task<bool> HasComeAsync(Task report)
    {
        await report.WaitAsync(LookInterval).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return report.IsCompleted;
    }

    // Whoever is its parent may not have collected it.
    private static bool HasEnded(int processId)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{processId}/stat");
            return line[line.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return !Platform.Current.Exists(processId); // Or this process is short of descriptors.
        }
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
