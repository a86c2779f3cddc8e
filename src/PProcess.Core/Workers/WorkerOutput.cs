using PProcess.Framing;

namespace PProcess.Workers;

/// <summary>What a worker sends, read by its host: first who it is, then frames until it ends.</summary>
internal sealed class WorkerOutput(LaunchedProcess process, LaunchTicket ticket, TimeSpan startTimeout) : IAsyncDisposable
{
    // No pipe holds more.
    private const int MaxDrained = 1024 * 1024;

    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(200);

    private readonly FrameReader _reader = new() { TakesLane = true };
    private readonly CancellationTokenSource _reading = new();
    private Task _drain = Task.CompletedTask;
    private int _drained;

    /// <summary>How many bytes have been read.</summary>
    public long Position { get; private set; }

    /// <summary>Reads who the process is.</summary>
    /// <exception cref="LaunchException">It is no worker of this program, or does not say in time.</exception>
    public async Task ShakeHandsAsync()
    {
        using var deadline = new CancellationTokenSource(startTimeout);
        while (_reader.Unread.Length < Preamble.Size)
        {
            if (!await FillAsync(deadline.Token).ConfigureAwait(false))
            {
                throw await DescribeFailedStartAsync().ConfigureAwait(false);
            }

            Preamble.Check(_reader.Unread.Span, ticket.Id);
        }

        _reader.Skip(Preamble.Size);
    }

    /// <summary>Hands on every frame, to the last one that the process sent before it ended.</summary>
    /// <param name="handle">Takes a frame.</param>
    /// <param name="pause">Called when there is none for now.</param>
    /// <exception cref="ProtocolException">The process sent what the protocol does not allow.</exception>
    public async Task ReadAsync(Action<Frame> handle, Action? pause = null)
    {
        _drain = LimitDrainAsync();
        do
        {
            while (_reader.TryRead(out var frame)) // What came together with the preamble, at first.
            {
                handle(frame);
            }

            pause?.Invoke();
        }
        while (await FillAsync(_reading.Token).ConfigureAwait(false));
    }

    /// <summary>Hands on the frames in bytes that were sent behind those which have been read.</summary>
    /// <exception cref="ProtocolException">The process sent what the protocol does not allow.</exception>
    public void Handle(ReadOnlyMemory<byte> bytes, Action<Frame> handle) => _reader.Read(bytes, handle);

    /// <summary>Lets go, once the process has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _drain.ConfigureAwait(false);
        _reading.Dispose();
        _reader.Close();
    }

    // A process that the worker has started may hold the pipe open: once the worker has exited, only what is there already counts.
    private async Task LimitDrainAsync()
    {
        await process.Exited.ConfigureAwait(false);
        _reading.CancelAfter(DrainTime);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Take(await process.Output.ReadAsync(_reader.GetMemory(), cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_drained < MaxDrained && _reading.IsCancellationRequested)
        {
            return await FillWithWhatIsThereAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    // A busy machine may have been too late to read in time what the process had sent; a read that does not succeed at once finds nothing.
    private async ValueTask<bool> FillWithWhatIsThereAsync()
    {
        using var giveUp = new CancellationTokenSource();
        try
        {
            var read = process.Output.ReadAsync(_reader.GetMemory(), giveUp.Token).AsTask();
            if (!read.IsCompleted)
            {
                await giveUp.CancelAsync().ConfigureAwait(false);
            }

            var count = await read.ConfigureAwait(false);
            _drained += count;
            return Take(count);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private bool Take(int count)
    {
        _reader.Advance(count);
        Position += count;
        return count > 0;
    }

    private async Task<LaunchException> DescribeFailedStartAsync()
    {
        await Task.WhenAny(process.Exited, Task.Delay(ExitTime)).ConfigureAwait(false);
        if (!process.Exited.IsCompleted)
        {
            return new LaunchException($"The started process {process.ProcessId} did not become a worker within {startTimeout.TotalSeconds} s. {Preamble.NotAWorker}");
        }

        var status = await process.Exited.ConfigureAwait(false);
        var text = await process.ReadStandardErrorAsync().ConfigureAwait(false);
        return new LaunchException($"The started process {process.ProcessId} ended with {status} before it became a worker. {(text.Length == 0 ? Preamble.NotAWorker : text)}");
    }
}
