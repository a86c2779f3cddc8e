using System.IO.Pipelines;
using PProcess.Framing;

namespace PProcess.Channels;

/// <summary>Writes a channel's bytes: a flush sends them, waiting where the receiver is behind.</summary>
internal sealed class ChannelWriter(ChannelStream stream) : PipeWriter
{
    private readonly MessageWriter _pending = new();
    private Task _end = Task.CompletedTask;

    public override void Advance(int bytes) => _pending.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _pending.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _pending.GetSpan(sizeHint);

    public override void CancelPendingFlush() => throw new NotSupportedException("Cancel the flush through its token.");

    public override void Complete(Exception? exception = null) => _end = CompleteAsync(exception).AsTask();

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is null)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        await stream.EndOutputAsync().ConfigureAwait(false);
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await _end.ConfigureAwait(false);
        if (stream.IsEnded)
        {
            _pending.Clear();
            return new FlushResult(isCanceled: false, isCompleted: true);
        }

        var before = stream.BytesSent;
        try
        {
            await stream.SendAsync(_pending.Written, startsMessage: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pending.RemoveFirst((int)(stream.BytesSent - before)); // After a cancellation, the rest waits for the next flush.
        }

        return new FlushResult(isCanceled: false, isCompleted: false);
    }
}
