using System.Buffers;
using System.Runtime.CompilerServices;
using PProcess.Sharing;

namespace PProcess;

/// <summary>Values in memory that processes share: it is passed to tasks by reference and mapped in their workers, never copied.</summary>
/// <remarks>
/// <para>It travels as an argument, in a captured variable, in a result and in a channel's messages, any number of times, to workers of this machine
/// and back, and to workers of theirs. All see the same memory at once; who writes when is for the program to arrange, as between threads.</para>
/// <para>Who makes it owns it, and disposes it. Its memory is given back by the owner's disposal, or with the owner's process; tasks that were given it
/// before, and have no outcome yet, still have it until then. A worker that returns a buffer which it has made, or sends it through a channel, gives the ownership to who
/// receives it, and may end. What is received otherwise is a view: in a worker it can be used until the task ends that was given it, or while the function lives
/// that has captured it. Disposing a view lets go of that view.</para>
/// <para>A buffer that is used after its memory was given back throws <see cref="ObjectDisposedException"/>. A span does not keep its buffer: do not dispose a buffer while
/// one of its spans is in use, and keep it reachable. Disposal is thread-safe.</para>
/// <para>Linux only. A background process refuses it, as its creator may be gone when it is used.</para>
/// </remarks>
/// <typeparam name="T">The type of the values: numbers, or structures of numbers.</typeparam>
public sealed class SharedBuffer<T> : IMemoryOwner<T>
    where T : unmanaged
{
    private readonly SharedBlock _block;
    private readonly Values _values;
    private int _isDisposed;

    /// <summary>Makes a buffer, all zero. The memory for all of it is taken at once.</summary>
    /// <param name="length">How many values it has.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="SharedMemoryException">It does not fit into the memory that is available, or descriptors or address space have run out.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public SharedBuffer(int length)
        : this(Make(length), length, isMaker: true)
    {
    }

    /// <summary>Makes a buffer with a copy of the given values.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="SharedMemoryException">It does not fit into the memory that is available, or descriptors or address space have run out.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public SharedBuffer(ReadOnlySpan<T> values)
        : this(values.Length) =>
        values.CopyTo(Memory.Span);

    internal SharedBuffer(SharedBlock block, int length)
        : this(block, length, isMaker: false)
    {
    }

    private SharedBuffer(SharedBlock block, int length, bool isMaker)
    {
        _block = block;
        _values = new Values(this);
        Length = length;
        block.Add(this, isMaker);
    }

    /// <summary>How many values it has.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    /// <exception cref="ObjectDisposedException">The buffer, or its owner, has been disposed. The memory itself throws it later.</exception>
    public Memory<T> Memory
    {
        get
        {
            ThrowIfGone();
            return _values.Memory;
        }
    }

    internal SharedBlock Block => _block;

    internal bool IsGone => Volatile.Read(ref _isDisposed) != 0 || _block.IsGone;

    /// <summary>Lets go of the buffer; the owner's disposal gives the memory back, once no task has it. Idempotent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _block.Remove(this);
        }
    }

    private static SharedBlock Make(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return MemoryFile.IsSupported
            ? SharedBlocks.Create((long)length * Unsafe.SizeOf<T>())
            : throw new PlatformNotSupportedException("Shared buffers need Linux. Pass an array instead.");
    }

    private void ThrowIfGone() => ObjectDisposedException.ThrowIf(IsGone, this);

    private sealed unsafe class Values(SharedBuffer<T> buffer) : MemoryManager<T>
    {
        public override Memory<T> Memory => CreateMemory(buffer.Length);

        public override Span<T> GetSpan()
        {
            buffer.ThrowIfGone();
            return new Span<T>(buffer._block.Data, buffer.Length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)buffer.Length);
            buffer.ThrowIfGone();
            ObjectDisposedException.ThrowIf(!buffer._block.TryHold(), buffer);
            return new MemoryHandle((T*)buffer._block.Data + elementIndex, pinnable: this);
        }

        public override void Unpin() => buffer._block.Unhold();

        protected override void Dispose(bool disposing)
        {
            // The buffer is what is disposed.
        }
    }
}
