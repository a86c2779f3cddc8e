using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PProcess.ForkServing;
using PProcess.Launching;
using PProcess.Workers;

namespace PProcess;

/// <summary>Makes workers as copies of a process of this program that has started already: within a millisecond or two, sharing the memory that they do not change.</summary>
/// <remarks>
/// <para>To be given to exchanges as their launcher, above all to those whose workers serve one task each. A worker has the environment, the current directory and the
/// limits that this process had when the server was started. What the program does before its workers take over (see <see cref="WorkerHost"/>), it does once,
/// in the server, where it must have no threads then, and not have asked for <see cref="Environment.ProcessId"/>.</para>
/// <para>Linux only. .NET does not support copies of its processes: the server sees to it that a copy has all the threads that the runtime needs,
/// and <see cref="StartAsync"/> gives it only after a copy has collected, finalized, used the thread pool and ended in good order. Debuggers, profilers and the
/// <c>dotnet-</c> tools do not find its workers, and memory that can be written and run is not kept apart in them (<c>DOTNET_EnableWriteXorExecute=0</c>).</para>
/// <para>Thread-safe. Whoever starts it disposes it, behind the exchanges that use it: its workers end with it. When its process dies, so do they, and no others can be started.</para>
/// </remarks>
[ProcessBound]
public sealed class ForkServer : Launcher, IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private readonly LaunchedProcess _process;
    private readonly PipeStream _replies;
    private readonly WorkerOptions _options;
    private readonly SemaphoreSlim _asking = new(1, 1); // One question and its answer at a time.
    private readonly ConcurrentDictionary<ForkedProcess, Task> _made = []; // Those that are there.
    private readonly Lock _gate = new();
    private Task? _disposal; // Guarded by _gate.

    private ForkServer(LaunchedProcess process, WorkerOptions options)
    {
        _process = process;
        _replies = (PipeStream)process.Output;
        _options = options;
    }

    /// <summary>The server's own process.</summary>
    public int ProcessId => _process.ProcessId;

    /// <summary>Starts a fork server.</summary>
    /// <param name="options">How long it may take, and what heap each worker may have; the default is <see cref="WorkerOptions.Default"/>. An exchange may ask for the same limit of the heap or for none.</param>
    /// <returns>The server, which has made a worker to show that it can.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Options are out of range; the message names each.</exception>
    /// <exception cref="LaunchException">There can be none here; the message says why.</exception>
    public static async Task<ForkServer> StartAsync(WorkerOptions? options = null)
    {
        options = (options ?? WorkerOptions.Default) with { Initialize = null, Teardown = null };
        OptionErrors.ThrowIfAny(options.Validate(), nameof(options));
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            throw new LaunchException("There are no fork servers but in 64-bit processes on Linux.");
        }

        var ticket = LaunchTicket.ForForkServer(options);
        var server = new ForkServer(LocalProcess.Launch(ticket), options);
        try
        {
            var output = new WorkerOutput(server._process, ticket, options.StartTimeout);
            await using (output.ConfigureAwait(false))
            {
                await output.ShakeHandsAsync().ConfigureAwait(false);
            }

            await Trial.RunAsync(server, options).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The server has been disposed.</exception>
    public override LaunchedProcess Launch(LaunchTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.GCHeapHardLimit is { } limit && limit != _options.GCHeapHardLimit)
        {
            throw new LaunchException($"A worker of the fork server cannot have a heap of {limit} bytes: the server was started {(_options.GCHeapHardLimit is { } own ? $"with a limit of {own}" : "without a limit")}. Start one with the limit that its workers are to have.");
        }

        HostPipes pipes;
        try
        {
            pipes = new HostPipes();
        }
        catch (IOException error)
        {
            throw new LaunchException($"There are no pipes to be had for another worker: {error.Message}", error);
        }

        try
        {
            var processId = Fork(pipes.CreateRequest(ticket.Id));
            pipes.CloseOtherEnds();
            return Take(processId, pipes);
        }
        catch
        {
            pipes.Dispose();
            throw;
        }
    }

    /// <summary>Ends the server and the workers that it has made and that are still there.</summary>
    /// <remarks>Idempotent; every caller waits for the same end.</remarks>
    /// <returns>Ends when all of these processes are gone.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposal ??= Task.Run(EndAsync));
        }
    }

    private int Fork(in ForkRequest request)
    {
        var reply = Ask(request);
        return reply.Error switch
        {
            0 => reply.ProcessId,
            ForkReply.HasThreads => throw new LaunchException($"The fork server {ProcessId} has threads that a copy would not have."),
            var error => throw new LaunchException($"The fork server {ProcessId} cannot make a worker: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    // Waits where it is, as whoever starts a program does: launches are not asynchronous.
    private ForkReply Ask(in ForkRequest request)
    {
        _asking.Wait();
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposal) is not null, this);
            Send(request);
            if (!Platform.Current.WaitForInput(_replies.SafePipeHandle, _options.StartTimeout))
            {
                _process.Kill(); // What it would say now would be taken for the answer to the next question.
                throw new LaunchException($"The fork server {ProcessId} has not answered within {_options.StartTimeout}.");
            }

            var reply = default(ForkReply);
            _replies.ReadExactly(MemoryMarshal.AsBytes(new Span<ForkReply>(ref reply)));
            return reply;
        }
        catch (IOException error)
        {
            throw new LaunchException($"The fork server {ProcessId} has ended, and makes no more workers.", error);
        }
        finally
        {
            _asking.Release();
        }
    }

    private ForkedProcess Take(int processId, HostPipes pipes)
    {
        var handle = new SafeFileHandle(SystemCalls.OpenProcess(processId), ownsHandle: true);
        if (handle.IsInvalid)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            Platform.Current.Kill(processId);
            Collect(processId);
            throw new LaunchException($"Worker process {processId} cannot be watched: {reason}.");
        }

        var process = new ForkedProcess(processId, handle, pipes, OnEnded);
        _made[process] = process.Exited;
        if (process.Exited.IsCompleted)
        {
            _made.TryRemove(process, out _); // It has been told already.
        }

        return process;
    }

    private void OnEnded(ForkedProcess process)
    {
        _made.TryRemove(process, out _);
        Collect(process.ProcessId);
    }

    private void Collect(int processId)
    {
        try
        {
            Send(new ForkRequest { CollectedProcess = processId });
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The server has ended, and its workers have been collected with it.
        }
    }

    // A pipe takes so little whole, whoever else writes at the same time.
    private void Send(in ForkRequest request) => _process.Input.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<ForkRequest>(in request)));

    private async Task EndAsync()
    {
        await _process.Input.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_process.Exited, Task.Delay(EndTime)).ConfigureAwait(false);
        _process.Kill();
        await _process.Exited.ConfigureAwait(false);
        await Task.WhenAll(_made.Values).ConfigureAwait(false);
        await _asking.WaitAsync().ConfigureAwait(false); // Whoever has asked is told now that the server has ended.
        await _process.DisposeAsync().ConfigureAwait(false);
        _asking.Release();
    }
}
