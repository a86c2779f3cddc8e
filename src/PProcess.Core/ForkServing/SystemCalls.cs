using System.Runtime.InteropServices;
using PProcess.Launching;

namespace PProcess.ForkServing;

/// <summary>The calls to the system that a fork server lives on. Linux only; <see cref="Marshal.GetLastPInvokeError"/> says what went wrong where a result is below zero.</summary>
internal static unsafe partial class SystemCalls
{
    public const int StandardInput = 0;
    public const int StandardOutput = 1;
    public const int StandardError = 2;
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int KillSignal = 9;
    public const int TerminationSignal = 15;

    private const int GetDescriptorFlags = 1;
    private const int GetStatus = 3;
    private const int SetStatus = 4;
    private const int DuplicateCloseOnExec = 1030;
    private const int DescriptorCloseOnExec = 1;
    private const int AccessMode = 3;
    private const int DeathSignal = 1;
    private const int Name = 15;
    public const nint ByDefault = 0;
    public const nint Ignored = 1;
    public const int Block = 0;
    public const int Unblock = 1;

    private const int ChildSignal = 17;
    private const int StackSize = 3;
    private const int SignalByDescriptor = 424; // The same on all architectures, as is the next.
    private const int ById = 1;
    private const int Exited = 4;
    private const int LeftWaiting = 0x1000000;
    private const int OpenProcessNumber = 434;
    private const int Forever = -1;

    /// <summary>Makes a copy of this process, with the calling thread alone.</summary>
    /// <returns>0 in the copy, its number here.</returns>
    [LibraryImport("libc", EntryPoint = "fork", SetLastError = true)]
    public static partial int Fork();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial void Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup3")]
    public static partial void DuplicateTo(int descriptor, int target, int flags);

    [LibraryImport("libc", EntryPoint = "getpid")]
    public static partial int ProcessId();

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int ParentId();

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial void Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    /// <summary>Makes another descriptor for what one leads to.</summary>
    public static int Duplicate(int descriptor) => Control(descriptor, DuplicateCloseOnExec, 0);

    /// <summary>Has reading and writing wait.</summary>
    public static void SetBlocking(int descriptor) => _ = Control(descriptor, SetStatus, 0);

    /// <summary>Whether a descriptor is open.</summary>
    public static bool IsOpen(int descriptor) => Control(descriptor, GetDescriptorFlags, 0) >= 0;

    /// <summary>Whether a descriptor is open, and what this process starts does not inherit it.</summary>
    public static bool IsClosedOnExec(int descriptor) => Control(descriptor, GetDescriptorFlags, 0) is >= 0 and var flags && (flags & DescriptorCloseOnExec) != 0;

    /// <summary>How it may be used: <see cref="ReadOnly"/>, <see cref="WriteOnly"/> or both.</summary>
    public static int ModeOf(int descriptor) => Control(descriptor, GetStatus, 0) & AccessMode;

    /// <summary>Reads what has been written whole.</summary>
    /// <returns>False at the end.</returns>
    public static bool TryRead<T>(int descriptor, out T value)
        where T : unmanaged
    {
        T read;
        var isWhole = Read(descriptor, &read, sizeof(T)) == sizeof(T);
        value = read;
        return isWhole;
    }

    /// <summary>Reads what a file begins with.</summary>
    public static ReadOnlySpan<byte> ReadFromStart(int descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return buffer[..(int)Math.Max(0, ReadAt(descriptor, bytes, buffer.Length, 0))];
        }
    }

    /// <summary>Writes so little that a pipe takes it whole.</summary>
    public static void WriteWhole<T>(int descriptor, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* bytes = values)
        {
            _ = Write(descriptor, bytes, values.Length * sizeof(T));
        }
    }

    /// <summary>Waits until one of the questions is answered.</summary>
    public static void Wait(PollQuestion[] questions)
    {
        fixed (PollQuestion* asked = questions)
        {
            _ = Poll(asked, questions.Length, Forever);
        }
    }

    /// <summary>Waits a millisecond, without help of the runtime's.</summary>
    public static void WaitMillisecond() => _ = Poll(null, 0, 1);

    /// <summary>Has the system keep children that have ended, also where whoever started the program has it ignore their ends.</summary>
    public static void HeedChildren() => _ = SetSignal(ChildSignal, ByDefault);

    /// <summary>Says what becomes of a signal.</summary>
    /// <returns>What became of it before.</returns>
    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint SetSignal(int signal, nint handler);

    /// <summary>Holds signals back from the calling thread, or lets them through.</summary>
    public static void ChangeMask(int how, SignalSet signals) => _ = ChangeMask(how, &signals, null);

    /// <summary>How large the stack of a main thread may become, in bytes.</summary>
    public static ulong StackLimit()
    {
        Span<ulong> limits = [0, 0];
        fixed (ulong* limit = limits)
        {
            _ = GetLimit(StackSize, limit);
        }

        return limits[0];
    }

    /// <summary>Has this process killed where the one ends that made it.</summary>
    public static void DieWithParent() => _ = ControlProcess(DeathSignal, KillSignal);

    /// <summary>Names the calling thread.</summary>
    /// <param name="name">Its name, which ends with a zero.</param>
    public static void SetThreadName(byte[] name)
    {
        fixed (byte* bytes = name)
        {
            _ = ControlProcess(Name, (nint)bytes);
        }
    }

    /// <summary>A descriptor that can be read from once a process, all of its threads, has ended.</summary>
    public static int OpenProcess(int processId) => (int)Call(OpenProcessNumber, processId, 0, 0, 0);

    /// <summary>Sends a signal to the process that a descriptor stands for, and to no other that may have its number by now.</summary>
    public static void SendSignal(int process, int signal) => _ = Call(SignalByDescriptor, process, signal, 0, 0);

    /// <summary>How a child has ended; its number stays its own.</summary>
    public static int ExitCodeOf(int processId)
    {
        var status = default(ChildStatus);
        _ = WaitFor(ById, processId, &status, Exited | LeftWaiting);
        return status.ExitCode;
    }

    /// <summary>Lets the number of a child that has ended be used again; waits for its end.</summary>
    public static void Collect(int processId) => _ = Wait(processId, null, 0);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "pread")]
    private static partial nint ReadAt(int descriptor, void* bytes, nint count, nint position);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollQuestion* questions, nint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ControlProcess(int option, nint argument);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int ChangeMask(int how, SignalSet* signals, SignalSet* before);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int processId, int* status, int options);

    [LibraryImport("libc", EntryPoint = "waitid")]
    private static partial int WaitFor(int which, int processId, ChildStatus* status, int options);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);

    // As waitid(2) lays it out where pointers have eight bytes.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private readonly struct ChildStatus
    {
        private const int HasExited = 1;
        private const int SignalBase = 128;

        [FieldOffset(8)]
        private readonly int _how;

        [FieldOffset(24)]
        private readonly int _status;

        public int ExitCode => _how == HasExited ? _status : SignalBase + _status;
    }
}
