using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Launching;

/// <summary>Linux, where it is tested, and macOS, written from its documentation.</summary>
internal sealed partial class UnixPlatform : Platform
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int FirstHighDescriptor = 100;
    private const int SigTerm = 15;
    private const int SigKill = 9;
    private const int NoSuchProcess = 3;
    private const int ReadOnly = 0;
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int MayMove = 1;
    private const nint Failed = -1;
    private const int Block = 0;
    private const int Unblock = 1;
    private const int Replacement = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 0x80000;
    private const int MaxLink = 256;
    private const int MaxDigits = 10;

    private static readonly int DuplicateCloseOnExec = OperatingSystem.IsMacOS() ? 67 : 1030;

    // What was inherited cannot be closed on exec; what the runtime has opened always is.
    public override bool HasStandardError => Control(StandardError, GetDescriptorFlags, 0) == 0;

    public override (SafeFileHandle Input, SafeFileHandle Output) TakeStandardStreams()
    {
        var input = Duplicate(StandardInput);
        var output = Duplicate(StandardOutput);
        var nothing = OpenNothing();
        Replace(StandardInput, nothing);
        Replace(StandardOutput, StandardError);
        ReplaceCopies(input, output, nothing);
        if (nothing > StandardError)
        {
            Close(nothing);
        }

        return (new SafeFileHandle(input, ownsHandle: true), new SafeFileHandle(output, ownsHandle: true));
    }

    public override IReadOnlyList<string> HostArguments()
    {
        var program = Environment.GetCommandLineArgs()[0];
        if (!File.Exists("/proc/self/cmdline"))
        {
            return [program];
        }

        var line = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0');
        var last = Array.FindIndex(line, 1, argument => IsSameFile(argument, program));
        return last < 0 ? [program] : line[1..(last + 1)];
    }

    public override unsafe void SetNativeVariable(string name, string? value)
    {
        if (value is not null)
        {
            SetVariable(name, value, 1);
            return;
        }

        // By hand, as are numbers in ReadLink: what converts texts would have to be loaded into each cold worker.
        var bytes = stackalloc byte[name.Length + 1];
        for (var i = 0; i < name.Length; i++)
        {
            bytes[i] = (byte)name[i];
        }

        bytes[name.Length] = 0;
        UnsetVariable(bytes);
    }

    // A child begins with the signals blocked that are blocked in the thread which starts it. This process gets its own through its other threads.
    public override unsafe Process Start(ProcessStartInfo command)
    {
        if (!OperatingSystem.IsLinux())
        {
            return base.Start(command);
        }

        var before = default(SignalSet);
        var interrupt = SignalSet.Interrupt;
        ChangeSignals(Block, &interrupt, &before);
        try
        {
            return base.Start(command);
        }
        finally
        {
            ChangeSignals(Replacement, &before, null);
        }
    }

    public override unsafe void TakeInterrupts()
    {
        if (OperatingSystem.IsLinux())
        {
            var interrupt = SignalSet.Interrupt;
            ChangeSignals(Unblock, &interrupt, null);
        }
    }

    public override bool HasInput(SafeHandle pipe) => Poll(pipe, 0) != 0;

    public override bool WaitForInput(SafeHandle pipe, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        int answer;
        TimeSpan left;
        do
        {
            left = time - Stopwatch.GetElapsedTime(start);
            answer = Poll(pipe, (int)Math.Max(0, left.TotalMilliseconds));
        }
        while (answer < 0 && left > TimeSpan.Zero); // A signal has come first.

        return answer > 0;
    }

    public override void Terminate(int processId) => Signal(processId, SigTerm);

    public override void Kill(int processId) => Signal(processId, SigKill);

    public override bool Exists(int processId) => Signal(processId, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    // Not the C library's heap, which raises by itself the size from which it gives memory back. Growing copies nothing.
    public override nint ResizeMemory(nint address, int size, int newSize)
    {
        if (!OperatingSystem.IsLinux())
        {
            return base.ResizeMemory(address, size, newSize);
        }

        var resized = address == 0
            ? MapMemory(0, (nuint)newSize, ReadAndWrite, PrivateAnonymous, -1, 0)
            : RemapMemory(address, (nuint)size, (nuint)newSize, MayMove);
        return resized != Failed ? resized : throw new InsufficientMemoryException($"The system does not have {newSize} bytes for a message.");
    }

    public override void FreeMemory(nint address, int size)
    {
        if (OperatingSystem.IsLinux())
        {
            UnmapMemory(address, (nuint)size);
        }
        else
        {
            base.FreeMemory(address, size);
        }
    }

    public override void ExitNow(int code)
    {
        DiagnosticFiles.Of(Environment.ProcessId).Delete(); // Which the runtime leaves where it does not end in good order.
        Exit(code);
    }

    private static unsafe int Poll(SafeHandle pipe, int milliseconds)
    {
        var question = new PollQuestion((int)pipe.DangerousGetHandle());
        return Poll(&question, 1, milliseconds);
    }

    private static bool IsSameFile(string argument, string program) =>
        argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && Path.GetFullPath(argument) == Path.GetFullPath(program);

    private static unsafe int OpenNothing()
    {
        fixed (byte* path = "/dev/null"u8) // Literals of this kind end with a zero.
        {
            return Checked(Open(path, ReadOnly));
        }
    }

    private static int Duplicate(int descriptor) => Checked(Control(descriptor, DuplicateCloseOnExec, FirstHighDescriptor));

    private static void Replace(int descriptor, int with) => Checked(DuplicateTo(with, descriptor));

    // The runtime has descriptors of its own for the standard streams, and the console from its first use on, which may have been before this.
    private static void ReplaceCopies(int input, int output, int nothing)
    {
        Span<byte> buffer = stackalloc byte[3 * MaxLink];
        var inputLink = ReadLink(input, buffer[..MaxLink]);
        var outputLink = ReadLink(output, buffer[MaxLink..(2 * MaxLink)]);
        for (var copy = StandardError + 1; copy < FirstHighDescriptor; copy++)
        {
            var link = copy == nothing || Control(copy, GetDescriptorFlags, 0) < 0 ? default : ReadLink(copy, buffer[(2 * MaxLink)..]);
            if (!link.IsEmpty && link.SequenceEqual(inputLink))
            {
                Checked(DuplicateTo(nothing, copy, CloseOnExec));
            }
            else if (!link.IsEmpty && link.SequenceEqual(outputLink))
            {
                Checked(DuplicateTo(StandardError, copy, CloseOnExec));
            }
        }
    }

    // What a descriptor leads to, named by the system; nothing where it does not say, or too long.
    private static unsafe ReadOnlySpan<byte> ReadLink(int descriptor, Span<byte> link)
    {
        // By hand, as what formats numbers would have to be loaded into each cold worker. The system does not take leading zeros.
        Span<byte> path = [.. "/proc/self/fd/"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var end = path.Length - MaxDigits - 1;
        for (var rest = descriptor; rest > 0; rest /= 10)
        {
            end++;
        }

        for (var rest = descriptor; rest > 0; rest /= 10)
        {
            path[--end] = (byte)('0' + (rest % 10));
        }

        fixed (byte* name = path, target = link)
        {
            var length = (int)ReadLink(name, target, (nuint)link.Length);
            return length > 0 && length < link.Length ? link[..length] : default;
        }
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new LaunchException($"A worker cannot take over its standard streams: error {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "dup3", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int target, int flags);

    [LibraryImport("libc", EntryPoint = "readlink")]
    private static unsafe partial nint ReadLink(byte* path, byte* target, nuint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static unsafe partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollQuestion* questions, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nuint size, int protection, int flags, int descriptor, nint start);

    [LibraryImport("libc", EntryPoint = "mremap")]
    private static partial nint RemapMemory(nint address, nuint size, nuint newSize, int flags);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial void UnmapMemory(nint address, nuint size);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static unsafe partial void ChangeSignals(int how, SignalSet* signals, SignalSet* before);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv")]
    private static unsafe partial void UnsetVariable(byte* name);
}
