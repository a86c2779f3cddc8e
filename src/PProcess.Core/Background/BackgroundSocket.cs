using System.Net.Sockets;

namespace PProcess.Background;

/// <summary>An address that this process has: the lock and the listening socket.</summary>
internal sealed class BackgroundSocket
{
    private const int Backlog = 512;
    private const uint OwnerOnly = 0x7F; // 0177: nothing for others, nothing to execute.

    private static readonly TimeSpan TakeTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    private readonly Address _address;
    private readonly AddressLock _lock;
    private readonly FileStatus _file;
    private int _isRemoved;

    private BackgroundSocket(Address address, AddressLock taken, Socket listener)
    {
        _address = address;
        _lock = taken;
        Listener = listener;
        _file = UnixFile.Look(address.Path) ?? throw new LaunchException($"The socket {address} vanished as it was made.");
    }

    /// <summary>Never disposed: that would remove the path by name, whoever has it by then.</summary>
    public Socket Listener { get; }

    /// <summary>Takes the address, removing what a process that is gone has left there.</summary>
    /// <exception cref="AddressInUseException">Another process has it.</exception>
    /// <exception cref="LaunchException">It cannot be used.</exception>
    public static async Task<BackgroundSocket> OpenAsync(Address address)
    {
        address.CheckDirectory();
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (AddressLock.TryTake(address, creates: true) is { } taken)
            {
                return await ListenAsync(address, taken).ConfigureAwait(false);
            }

            // The lock may be held for a moment only, by one who looks or is about to end; one who listens stays.
            if (await ClientConnection.FindListenerAsync(address).ConfigureAwait(false) is { } processId)
            {
                throw new AddressInUseException($"Address in use: at {address} there is background process {processId}.");
            }

            if (TimeProvider.System.GetElapsedTime(start) > TakeTime)
            {
                throw new AddressInUseException($"Address in use: the lock {address.LockPath} is held by a process that does not listen.");
            }

            await Task.Delay(LookInterval).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the socket and the lock, unless somebody else has put theirs there. Idempotent.</summary>
    public void Remove()
    {
        if (Interlocked.Exchange(ref _isRemoved, 1) != 0)
        {
            return;
        }

        try
        {
            if (UnixFile.Look(_address.Path) is { } found && found.IsSameFile(_file))
            {
                File.Delete(_address.Path);
            }

            Registry.Remove(_address.Path);
            _lock.RemoveFile();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or has been closed to this user, and so to every client.
        }
    }

    private static async Task<BackgroundSocket> ListenAsync(Address address, AddressLock taken)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (await ClientConnection.FindListenerAsync(address).ConfigureAwait(false) is { } stranger)
            {
                throw new AddressInUseException($"Address in use: at {address} there is process {stranger}, which is no background process.");
            }

            taken.RemoveSocket();
            var mask = UnixFile.SetCreationMask(OwnerOnly);
            listener.Bind(new UnixDomainSocketEndPoint(address.Path));
            UnixFile.SetCreationMask(mask);
            listener.Listen(Backlog);
            return new BackgroundSocket(address, taken, listener);
        }
        catch (Exception)
        {
            listener.Dispose();
            taken.RemoveFile();
            taken.Dispose();
            throw;
        }
    }
}
