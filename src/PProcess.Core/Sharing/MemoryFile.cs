using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Sharing;

/// <summary>Anonymous memory that processes share: a file without a path, gone with the last process that has it.</summary>
/// <remarks>Linux only. It cannot be made smaller by anybody, so that whoever has mapped it can always read it.</remarks>
internal static partial class MemoryFile
{
    private const uint CloseOnExec = 1;
    private const uint Sealable = 2;
    private const uint NotExecutable = 8;
    private const int OpenReadWrite = 2;
    private const int OpenCloseOnExec = 0x80000;
    private const int OpenWithoutUse = 0x200000;
    private const int AddSeals = 1033;
    private const int GetSeals = 1034;
    private const int SealOfSeals = 1;
    private const int SealOfShrinking = 2;
    private const int SealOfGrowing = 4;
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int ReadAndWrite = 3;
    private const int Shared = 1;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;

    // A signal undoes what one call has reserved; so the calls are short.
    private const long ReservedAtOnce = 16 * 1024 * 1024;

    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Makes memory of a fixed size, all zero.</summary>
    /// <exception cref="SharedMemoryException">There is too little of something.</exception>
    public static SafeFileHandle Create(Guid id, long size)
    {
        var name = NameOf(id);
        var descriptor = Make(name, CloseOnExec | Sealable | NotExecutable);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == InvalidArgument)
        {
            descriptor = Make(name, CloseOnExec | Sealable); // Linux before 6.3.
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (file.IsInvalid || SetSize(descriptor, size) != 0 || Control(descriptor, AddSeals, SealOfShrinking | SealOfGrowing | SealOfSeals) != 0)
        {
            var failure = Failed($"Shared memory of {size} bytes cannot be made");
            file.Dispose();
            throw failure;
        }

        return file;
    }

    /// <summary>Takes all of the memory now, so that there cannot be too little of it later.</summary>
    /// <exception cref="SharedMemoryException">There is not that much.</exception>
    public static void Reserve(SafeFileHandle file, long size)
    {
        for (var position = 0L; position < size; position += ReservedAtOnce)
        {
            while (Allocate(file, 0, position, Math.Min(ReservedAtOnce, size - position)) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    throw Failed($"Shared memory of {size} bytes does not fit");
                }
            }
        }
    }

    /// <summary>Gives the memory back to the system, whoever still has it mapped: it reads as zero from now on.</summary>
    public static void Free(SafeFileHandle file, long start, long size) => _ = Allocate(file, KeepSize | PunchHole, start, size);

    /// <summary>Opens the memory that a reference leads to.</summary>
    /// <exception cref="SharedMemoryException">It is not there, or not to be reached, or something else.</exception>
    public static SafeFileHandle Open(MemoryReference reference)
    {
        // Looked at before it is opened for use: another process's word for what is there is not enough.
        using var seen = new SafeFileHandle(Open($"/proc/{reference.ProcessId}/fd/{reference.Descriptor}", OpenWithoutUse | OpenCloseOnExec), ownsHandle: true);
        if (seen.IsInvalid)
        {
            throw Failed($"Shared memory of process {reference.ProcessId} cannot be reached from process {Environment.ProcessId} (both have to be on one machine, of one user, and there at the same time)");
        }

        var path = $"/proc/self/fd/{seen.DangerousGetHandle()}";
        if (new FileInfo(path).LinkTarget != $"/memfd:{NameOf(reference.Id)} (deleted)")
        {
            throw new SharedMemoryException($"Process {reference.ProcessId} does not have the shared memory that it was said to have.");
        }

        var file = new SafeFileHandle(Open(path, OpenReadWrite | OpenCloseOnExec), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw Failed($"Shared memory of process {reference.ProcessId} cannot be opened");
        }

        if ((Control((int)file.DangerousGetHandle(), GetSeals, 0) & SealOfShrinking) == 0 || RandomAccess.GetLength(file) != reference.Size)
        {
            file.Dispose();
            throw new SharedMemoryException($"The shared memory of process {reference.ProcessId} does not have the fixed size that it was said to have.");
        }

        return file;
    }

    /// <exception cref="SharedMemoryException">This process has too little address space.</exception>
    public static MappedMemory Map(SafeFileHandle file, long size)
    {
        var address = Map(0, (nuint)size, ReadAndWrite, Shared, file, 0);
        return address is not 0 and not -1 ? new MappedMemory(address, size) : throw Failed($"Shared memory of {size} bytes cannot be mapped");
    }

    public static bool Unmap(nint address, long size) => Unmap(address, (nuint)size) == 0;

    private static string NameOf(Guid id) => $"pprocess-{id:N}";

    private static SharedMemoryException Failed(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Make(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int SetSize(int descriptor, long size);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long start, long size);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint size, int protection, int flags, SafeFileHandle file, long start);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint size);
}
