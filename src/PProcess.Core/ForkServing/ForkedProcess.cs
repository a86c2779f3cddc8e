using System.Buffers.Binary;
using PProcess.Launching;
using PProcess.Workers;

namespace PProcess.ForkServing;

/// <summary>A worker that a fork server has made, as the host sees it.</summary>
internal sealed class ForkedProcess : LaunchedProcess
{
    private const int MostLooks = 1000; // The workers of a server that ends are killed by the system, which may take a moment.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

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
        var status = await ReadExitStatusAsync().ConfigureAwait(false);
        for (var look = 0; status is null && look < MostLooks && Platform.Current.Exists(ProcessId); look++)
        {
            await Task.Delay(LookInterval).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _isCollected = true;
        }

        _collect(ProcessId);
        return status ?? ExitStatus.Unknown;
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
