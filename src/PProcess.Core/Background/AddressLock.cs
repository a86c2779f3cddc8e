using Microsoft.Win32.SafeHandles;

namespace PProcess.Background;

/// <summary>The sole right to make and remove the socket at an address: the lock on the file beside it, held for as long as the process lives.</summary>
/// <remarks>
/// The file is removed only by who holds its lock, and a lock counts only on the file that has the name at that moment. So of
/// several processes one has the address, whatever happens to be left there.
/// </remarks>
internal sealed class AddressLock : IDisposable
{
    private readonly Address _address;
    private readonly SafeFileHandle _file;

    private AddressLock(Address address, SafeFileHandle file)
    {
        _address = address;
        _file = file;
    }

    /// <summary>Takes the lock; null where another process has it, or there is none and none is to be made.</summary>
    /// <exception cref="IOException">The lock file cannot be used: it is a link, or not this user's.</exception>
    public static AddressLock? TryTake(Address address, bool creates)
    {
        while (UnixFile.Open(address.LockPath, creates) is { } file)
        {
            var opened = UnixFile.Look(file);
            if (!opened.IsRegular || opened.Owner != UnixFile.UserId)
            {
                file.Dispose();
                throw new IOException($"{address.LockPath} is not a file of this user.");
            }

            if (!UnixFile.TryLock(file))
            {
                file.Dispose();
                return null;
            }

            if (UnixFile.Look(address.LockPath) is { } named && named.IsSameFile(opened))
            {
                return new AddressLock(address, file);
            }

            file.Dispose(); // Its last holder has removed it meanwhile.
        }

        return null;
    }

    /// <summary>Whether a process has the address.</summary>
    public static bool IsTaken(Address address)
    {
        if (UnixFile.Look(address.LockPath) is null)
        {
            return false;
        }

        using var probe = TryTake(address, creates: false);
        return probe is null && UnixFile.Look(address.LockPath) is not null;
    }

    /// <summary>Removes what a process that is gone has left at the address, which nobody else can take meanwhile.</summary>
    /// <returns>Whether there was a socket.</returns>
    public bool RemoveSocket()
    {
        _address.CheckSocket();
        var isThere = UnixFile.Look(_address.Path) is not null;
        File.Delete(_address.Path);
        return isThere;
    }

    /// <summary>Removes the lock's own file; the lock is worth nothing from then on.</summary>
    public void RemoveFile()
    {
        if (UnixFile.Look(_address.LockPath) is { } named && named.IsSameFile(UnixFile.Look(_file)))
        {
            File.Delete(_address.LockPath);
        }
    }

    public void Dispose() => _file.Dispose();
}
