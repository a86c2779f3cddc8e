using System.Text;

namespace PProcess.Background;

/// <summary>Where a background process is reached: the absolute path of a socket.</summary>
internal readonly record struct Address
{
    private static readonly int LongestPath = OperatingSystem.IsMacOS() ? 103 : 107;

    public Address(string path) => Path = path;

    public string Path { get; }

    public string LockPath => $"{Path}.lock";

    private string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Reads an address as users write it: a path, or a bare name in the private directory.</summary>
    /// <exception cref="ArgumentException">It is empty, or too long for a socket.</exception>
    /// <exception cref="IOException">The private directory cannot be used.</exception>
    public static Address Parse(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Background processes need sockets that say whose process is at the other end; Windows has none.");
        }

        var isBareName = !address.Contains(System.IO.Path.DirectorySeparatorChar) && address is not ("." or "..");
        var path = isBareName ? System.IO.Path.Combine(PrivateDirectory.Open(), address) : System.IO.Path.GetFullPath(address);
        if (address.Contains('\0') || System.IO.Path.EndsInDirectorySeparator(path))
        {
            throw new ArgumentException($"\"{address}\" is not the path of a file.", nameof(address));
        }

        var length = Encoding.UTF8.GetByteCount(path);
        return length <= LongestPath
            ? new Address(path)
            : throw new ArgumentException($"The address {path} has {length} bytes; the path of a socket has at most {LongestPath}.", nameof(address));
    }

    /// <summary>Checks whether a process could be reached here, before it is started.</summary>
    /// <exception cref="LaunchException">It could not.</exception>
    public void CheckDirectory()
    {
        if (UnixFile.Look(Directory) is not { } directory)
        {
            throw new LaunchException($"The directory of the address {Path} does not exist.");
        }

        if (!directory.IsDirectory || directory.IsOpenToReplacement)
        {
            throw new LaunchException($"The directory of the address {Path} must be a directory, no link, in which other users cannot replace files.");
        }

        if (!UnixFile.CanWriteIn(Directory))
        {
            throw new LaunchException($"In the directory of the address {Path} no files can be made by this user.");
        }

        CheckSocket();
    }

    /// <summary>Checks that what is at the path, if anything, is a socket of this user.</summary>
    /// <exception cref="LaunchException">It is something else, which is left alone.</exception>
    public void CheckSocket()
    {
        if (UnixFile.Look(Path) is { } found && !(found.IsSocket && found.Owner == UnixFile.UserId))
        {
            throw new LaunchException($"At the address {Path} there is something that is not a socket of this user. It is left as it is.");
        }
    }

    /// <summary>Checks that a client would talk to what has the name, not to what a link leads to.</summary>
    /// <exception cref="AddressUnreachableException">There is a link, or something that is no socket, or another user's.</exception>
    public void CheckLinks()
    {
        if (UnixFile.Look(Directory) is { IsDirectory: false } or { IsOpenToReplacement: true })
        {
            throw new AddressUnreachableException($"The directory of the address {Path} must be a directory, no link, in which other users cannot replace files.");
        }

        if (UnixFile.Look(Path) is { } found && !(found.IsSocket && found.Owner == UnixFile.UserId))
        {
            throw new AddressUnreachableException(found.IsSocket
                ? $"The socket {Path} is another user's."
                : $"At the address {Path} there is {(found.IsLink ? "a link, which is not followed" : "something that is not a socket")}.");
        }
    }

    public override string ToString() => Path;
}
