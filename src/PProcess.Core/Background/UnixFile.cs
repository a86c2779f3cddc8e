using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Background;

/// <summary>What the framework does not say or do with files: owners, locks, no following of links.</summary>
/// <remarks>Linux, where it is tested, and macOS, written from its documentation.</remarks>
internal static partial class UnixFile
{
    private const int ReadWrite = 2;
    private const int WritePermission = 2;
    private const int SearchPermission = 1;
    private const int LockExclusive = 2;
    private const int LockWithoutWaiting = 4;
    private const int NoFile = 2;
    private const int NoDirectory = 20;
    private const int CurrentDirectory = -100;
    private const int NotFollowing = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7FF;
    private const int StatusSize = 256;

    private static readonly int Create = OperatingSystem.IsMacOS() ? 0x200 : 0x40;
    private static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    // Linux has another number on ARM than elsewhere.
    private static readonly int NoFollow = OperatingSystem.IsMacOS() ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    public static uint UserId => EffectiveUser();

    /// <summary>Looks at a path itself, not at what a link there leads to; null where nothing is there.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static FileStatus? Look(string path)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        var result = OperatingSystem.IsMacOS()
            ? LookOnMac(path, status)
            : Statx(CurrentDirectory, path, NotFollowing, BasicStatus, status);
        if (result == 0)
        {
            return Read(status);
        }

        return Marshal.GetLastPInvokeError() is NoFile or NoDirectory ? null : throw Failed($"Looking at {path}");
    }

    /// <summary>Looks at an open file.</summary>
    public static FileStatus Look(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        var descriptor = (int)file.DangerousGetHandle();
        var result = OperatingSystem.IsMacOS()
            ? LookAtOpenOnMac(descriptor, status)
            : Statx(descriptor, "", EmptyPath, BasicStatus, status);
        return result == 0 ? Read(status) : throw Failed("Looking at an open file");
    }

    /// <summary>Opens a file, made for this user alone where it is not there; null where it is not there and not to be made. Follows no link.</summary>
    /// <exception cref="IOException">It cannot be opened; a link is there.</exception>
    public static SafeFileHandle? Open(string path, bool creates)
    {
        var descriptor = Open(path, ReadWrite | NoFollow | CloseOnExec | (creates ? Create : 0), 0x180);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        return Marshal.GetLastPInvokeError() == NoFile && !creates ? null : throw Failed($"Opening {path}");
    }

    /// <summary>Locks an open file, unless another process has.</summary>
    public static bool TryLock(SafeFileHandle file) => Lock((int)file.DangerousGetHandle(), LockExclusive | LockWithoutWaiting) == 0;

    /// <summary>Whether this process may make files in a directory.</summary>
    public static bool CanWriteIn(string directory) => Access(directory, WritePermission | SearchPermission) == 0;

    /// <summary>Sets what is taken from the permissions of new files, and gives what it was.</summary>
    public static uint SetCreationMask(uint mask) => Umask(mask);

    private static IOException Failed(string what) => new($"{what} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    private static FileStatus Read(ReadOnlySpan<byte> status) => OperatingSystem.IsMacOS()
        ? new FileStatus(
            BinaryPrimitives.ReadUInt32LittleEndian(status),
            BinaryPrimitives.ReadUInt64LittleEndian(status[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[16..]),
            BinaryPrimitives.ReadUInt16LittleEndian(status[4..]))
        : new FileStatus(
            ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(status[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(status[140..]),
            BinaryPrimitives.ReadUInt64LittleEndian(status[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[20..]),
            BinaryPrimitives.ReadUInt16LittleEndian(status[28..]));

    private static int LookOnMac(string path, Span<byte> status) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? LookOnArmMac(path, status) : LookOnIntelMac(path, status);

    private static int LookAtOpenOnMac(int descriptor, Span<byte> status) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? LookAtOpenOnArmMac(descriptor, status) : LookAtOpenOnIntelMac(descriptor, status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "lstat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LookOnArmMac(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LookOnIntelMac(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int LookAtOpenOnArmMac(int descriptor, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int LookAtOpenOnIntelMac(int descriptor, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
