using System.Buffers;
using System.IO.Pipelines;

namespace PProcess.Channels;

/// <summary>Reads a channel's bytes and tells the stream how many were taken, so that the sender may go on.</summary>
internal sealed class ChannelReader(PipeReader inner, ChannelStream stream) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var taken = _buffer.Slice(0, consumed).Length;
        _buffer = default;
        inner.AdvanceTo(consumed, examined);
        if (taken > 0)
        {
            stream.OnTaken(taken);
        }
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Keep(await inner.ReadAsync(cancellationToken).ConfigureAwait(false));

    public override bool TryRead(out ReadResult result)
    {
        var hasRead = inner.TryRead(out result);
        if (hasRead)
        {
            Keep(result);
        }

        return hasRead;
    }

    private ReadResult Keep(ReadResult result)
    {
        _buffer = result.Buffer;
        return result;
    }
}
