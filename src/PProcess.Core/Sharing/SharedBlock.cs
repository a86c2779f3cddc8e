using Microsoft.Win32.SafeHandles;

namespace PProcess.Sharing;

/// <summary>Shared memory as this process has it: mapped once, whoever uses it here.</summary>
/// <remarks>
/// Thread-safe. It has at most one owner in all processes, whose disposal gives the memory back once no task has it; the first
/// bytes tell the other processes so. Elsewhere it is let go when nobody uses it.
/// </remarks>
internal sealed unsafe class SharedBlock
{
    private const int HeaderSize = 4096;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _file;
    private readonly MappedMemory _memory;
    private readonly long _fileSize;

    // Guarded by _gate.
    private int _holds;
    private int _buffers;
    private IDisposable? _owner;
    private bool _isUnowned;
    private bool _isReleased;
    private bool _isGone;

    private int _isForgotten;

    private SharedBlock(Guid id, SafeFileHandle file, long fileSize)
    {
        Id = id;
        _file = file;
        _fileSize = fileSize;
        _memory = MemoryFile.Map(file, fileSize);
        GC.AddMemoryPressure(fileSize);
    }

    // Nobody in this process can reach it any more; the handles free themselves.
    ~SharedBlock() => Forget();

    public Guid Id { get; }

    /// <summary>How many bytes there are for values.</summary>
    public long Size => _fileSize - HeaderSize;

    /// <summary>Where another process finds it, while this one has it.</summary>
    public MemoryReference Reference => new(Id, Environment.ProcessId, (int)_file.DangerousGetHandle(), _fileSize);

    /// <summary>Whether its memory was given back, here or by an owner elsewhere.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate)
            {
                return _isGone || Volatile.Read(ref *(int*)_memory.Address) != 0;
            }
        }
    }

    /// <summary>The first value.</summary>
    public byte* Data => _memory.Address + HeaderSize;

    /// <summary>Makes a block, all zero, of which every byte is there.</summary>
    /// <exception cref="SharedMemoryException">It does not fit.</exception>
    public static SharedBlock Create(long size)
    {
        var available = AvailableMemory.Read();
        if (size > available)
        {
            throw new SharedMemoryException($"Shared memory of {size} bytes does not fit: {available} bytes are available.");
        }

        var id = Guid.NewGuid();
        var file = MemoryFile.Create(id, HeaderSize + size);
        try
        {
            MemoryFile.Reserve(file, HeaderSize + size);
            return new SharedBlock(id, file, HeaderSize + size);
        }
        catch (SharedMemoryException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes a block that another process has.</summary>
    /// <exception cref="SharedMemoryException">It cannot be reached.</exception>
    public static SharedBlock Open(MemoryReference reference)
    {
        var file = MemoryFile.Open(reference);
        try
        {
            return new SharedBlock(reference.Id, file, reference.Size);
        }
        catch (SharedMemoryException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a buffer over the block, which becomes its owner where it has none.</summary>
    public void Add(IDisposable buffer, bool isMaker)
    {
        lock (_gate)
        {
            _buffers++;
            if (isMaker || _isUnowned)
            {
                _owner = buffer;
                _isUnowned = false;
            }
        }
    }

    /// <summary>Removes a buffer; that of the owner gives the memory back.</summary>
    public void Remove(IDisposable buffer)
    {
        lock (_gate)
        {
            _buffers--;
            _isReleased |= _owner == buffer;
        }

        Settle();
    }

    /// <summary>Keeps the memory there for a task; false where its owner has given it up.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            if (_isReleased || IsGone)
            {
                return false;
            }

            _holds++;
            return true;
        }
    }

    /// <summary>A task no longer needs it.</summary>
    public void Unhold()
    {
        lock (_gate)
        {
            _holds--;
        }

        Settle();
    }

    /// <summary>Who owns it in this process; null where nobody does.</summary>
    public IDisposable? Owner
    {
        get
        {
            lock (_gate)
            {
                return _owner;
            }
        }
    }

    /// <summary>The ownership has come from another process, for the next buffer.</summary>
    public void ReceiveOwnership()
    {
        lock (_gate)
        {
            _owner = null;
            _isUnowned = true;
        }
    }

    /// <summary>The ownership has gone to another process.</summary>
    public void GiveOwnership(IDisposable owner)
    {
        lock (_gate)
        {
            _owner = _owner == owner ? null : _owner;
        }
    }

    /// <summary>Lets go of the memory here, unless it is in use.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            if (_isGone || _holds > 0 || (_buffers > 0 && !_isReleased))
            {
                return;
            }

            if (_isReleased || _isUnowned)
            {
                Volatile.Write(ref *(int*)_memory.Address, 1);
                MemoryFile.Free(_file, HeaderSize, Size);
            }

            _isGone = true;
            _memory.Dispose();
            _file.Dispose();
        }

        Forget();
    }

    // What nobody uses here may come again: such blocks are kept for a while, but for those whose ownership has come and that nobody will ever own.
    private void Settle()
    {
        bool isOver;
        bool isUnused;
        lock (_gate)
        {
            isUnused = _holds == 0 && _buffers == 0 && !_isGone;
            isOver = _isReleased || (isUnused && _isUnowned);
        }

        if (isOver)
        {
            LetGo();
        }
        else if (isUnused)
        {
            SharedBlocks.KeepUnused(this);
        }
    }

    private void Forget()
    {
        if (Interlocked.Exchange(ref _isForgotten, 1) == 0)
        {
            SharedBlocks.Remove(this);
            GC.RemoveMemoryPressure(_fileSize);
        }
    }
}
