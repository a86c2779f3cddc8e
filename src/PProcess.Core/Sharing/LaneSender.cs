using Microsoft.Win32.SafeHandles;
using PProcess.Framing;

namespace PProcess.Sharing;

/// <summary>The sending side of a lane, made when the first large message is sent.</summary>
/// <remarks>
/// For one sender at a time, <see cref="Dispose"/> excepted. Nobody ever waits for a lane: what finds no place in it goes through the
/// connection itself, also where the receiver cannot reach it, on another machine for instance.
/// </remarks>
internal sealed class LaneSender : IDisposable
{
    private readonly Lock _gate = new();
    private SafeFileHandle? _file; // Guarded by _gate, as is _memory; kept until the receiver has its own.
    private MappedMemory? _memory;
    private bool _isDisposed;
    private bool _isMade;
    private bool _isReady;
    private int _sent;

    /// <summary>Makes the lane, once; what the receiver has to be told.</summary>
    public bool TryMake(MessageWriter announcement)
    {
        lock (_gate)
        {
            if (_isMade || _isDisposed || !MemoryFile.IsSupported)
            {
                return false;
            }

            _isMade = true;
            try
            {
                var id = Guid.NewGuid();
                _file = MemoryFile.Create(id, LaneLayout.Size);
                MemoryFile.Reserve(_file, LaneLayout.Size);
                _memory = MemoryFile.Map(_file, LaneLayout.Size);
                new MemoryReference(id, Environment.ProcessId, (int)_file.DangerousGetHandle(), LaneLayout.Size).Write(announcement);
                return true;
            }
            catch (SharedMemoryException)
            {
                _file?.Dispose(); // Too little memory or too few descriptors: large messages are slower then.
                return false;
            }
        }
    }

    /// <summary>Puts the first of the bytes into the lane; 0 where there is no place, or no lane.</summary>
    public unsafe int TryPut(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_memory is null || !IsReadyUnderGate() || (uint)(_sent - Volatile.Read(ref LaneLayout.Taken(_memory))) >= LaneLayout.SlotCount)
            {
                return 0;
            }

            var count = Math.Min(bytes.Length, LaneLayout.SlotSize);
            bytes[..count].CopyTo(new Span<byte>(LaneLayout.Slot(_memory, _sent), count));
            _sent = unchecked(_sent + 1);
            return count;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _file?.Dispose();
            _memory?.Dispose();
            _memory = null;
        }
    }

    private bool IsReadyUnderGate()
    {
        if (!_isReady && Volatile.Read(ref LaneLayout.Ready(_memory!)) != 0)
        {
            _isReady = true;
            _file!.Dispose();
        }

        return _isReady;
    }
}
