using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using PProcess.Framing;

namespace PProcess.Channels;

/// <summary>Takes whole messages, each four bytes of length and a body, from a channel's bytes.</summary>
/// <remarks>A message longer than the window is taken in piece by piece; one that a cancelled receive had begun goes on with the next.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A message whose rest never comes goes with the collector.")]
internal sealed class MessageReceiver(PipeReader input)
{
    // Shorter ones are given their memory when their length is known.
    private const int MaxShort = 64 * 1024;

    private byte[] _short = [];
    private ArrivingBytes? _long;
    private int _length = -1;
    private int _filled;

    /// <summary>Whether the bytes have come to their end in the middle of a message.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Waits for the next message; null where the bytes have come to their end.</summary>
    /// <remarks>The message is valid until <see cref="Release"/>, which has to be called before the next.</remarks>
    /// <exception cref="ProtocolException">The bytes are not messages.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
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
                return _long?.Written ?? _short.AsMemory();
            }

            if (read.IsCompleted)
            {
                IsCutShort = _length != -1 || !rest.IsEmpty;
                return IsCutShort ? throw new ProtocolException("The channel ended in the middle of a message.") : null;
            }
        }
    }

    /// <summary>Lets go of the message that was received.</summary>
    public void Release()
    {
        if (_filled == _length)
        {
            _long?.Dispose();
            _long = null;
            _short = [];
            _length = -1;
            _filled = 0;
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

            if (_length > MaxShort)
            {
                _long = new ArrivingBytes(); // Grows with what has arrived, not with what was claimed.
            }
            else
            {
                _short = GC.AllocateUninitializedArray<byte>(_length);
            }
        }

        var taken = bytes.Slice(0, Math.Min(_length - _filled, bytes.Length));
        foreach (var part in taken)
        {
            Append(part.Span);
        }

        bytes = bytes.Slice(taken.End);
        return _filled == _length;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_long is not null)
        {
            _long.Append(bytes);
        }
        else
        {
            bytes.CopyTo(_short.AsSpan(_filled));
        }

        _filled += bytes.Length;
    }
}
