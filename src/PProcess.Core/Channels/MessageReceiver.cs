using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace PProcess.Channels;

/// <summary>Takes whole messages, each four bytes of length and a body, from a channel's bytes.</summary>
/// <remarks>A message longer than the window is taken in piece by piece; one that a cancelled receive had begun goes on with the next.</remarks>
internal sealed class MessageReceiver(PipeReader input)
{
    private const int FirstAllocation = 64 * 1024;

    private byte[] _body = [];
    private int _length = -1;
    private int _filled;

    /// <summary>Whether the bytes have come to their end in the middle of a message.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Waits for the next message; null where the bytes have come to their end.</summary>
    /// <exception cref="ProtocolException">The bytes are not messages.</exception>
    public async ValueTask<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            var isWhole = false;
            try
            {
                isWhole = Take(ref rest);
            }
            finally
            {
                // Also where it is no message, or memory is short: whoever drops the rest must be able to read.
                var wantsMore = rest.IsEmpty || !isWhole;
                input.AdvanceTo(rest.Start, wantsMore ? rest.End : rest.Start);
            }

            if (isWhole)
            {
                return Finish();
            }

            if (read.IsCompleted)
            {
                IsCutShort = _length != -1 || !rest.IsEmpty;
                return IsCutShort ? throw new ProtocolException("The channel ended in the middle of a message.") : null;
            }
        }
    }

    private bool Take(ref ReadOnlySequence<byte> bytes)
    {
        if (_length == -1)
        {
            if (bytes.Length < sizeof(int))
            {
                return false;
            }

            Span<byte> header = stackalloc byte[sizeof(int)];
            bytes.Slice(0, sizeof(int)).CopyTo(header);
            bytes = bytes.Slice(sizeof(int));
            _length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (_length < 0 || _length > Array.MaxLength)
            {
                throw new ProtocolException($"A message claims {(uint)_length} bytes; the longest allowed is {Array.MaxLength}.");
            }
        }

        var taken = bytes.Slice(0, Math.Min(_length - _filled, bytes.Length));
        Reserve((int)taken.Length);
        taken.CopyTo(_body.AsSpan(_filled));
        _filled += (int)taken.Length;
        bytes = bytes.Slice(taken.End);
        return _filled == _length;
    }

    // Grows with what has arrived, not with what was claimed.
    private void Reserve(int count)
    {
        if (_body.Length < _filled + count)
        {
            var wanted = Math.Max(Math.Max(FirstAllocation, 2L * _body.Length), (long)_filled + count);
            Array.Resize(ref _body, (int)Math.Min(wanted, _length));
        }
    }

    private byte[] Finish()
    {
        var body = _body.Length == _length ? _body : _body[.._length];
        _body = [];
        _length = -1;
        _filled = 0;
        return body;
    }
}
