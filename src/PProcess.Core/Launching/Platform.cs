using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Launching;

/// <summary>What is special to an operating system; the only place that asks which one it is.</summary>
internal abstract class Platform
{
    public static Platform Current { get; } = OperatingSystem.IsWindows() ? new WindowsPlatform() : new UnixPlatform();

    /// <summary>Takes the standard input and output for the protocol, so that nothing else in this process can reach them.</summary>
    public abstract (SafeFileHandle Input, SafeFileHandle Output) TakeStandardStreams();

    /// <summary>Whether the program was started with a standard error; if not, something else may have its number.</summary>
    public abstract bool HasStandardError { get; }

    /// <summary>The arguments that start this program anew, without its own arguments.</summary>
    public abstract IReadOnlyList<string> HostArguments();

    /// <summary>Sets a variable, or removes it, in the environment that native code sees.</summary>
    /// <param name="name">Its name, in ASCII.</param>
    /// <param name="value">Null to remove it.</param>
    public abstract void SetNativeVariable(string name, string? value);

    /// <summary>Starts a process whom no interrupt reaches before it calls <see cref="TakeInterrupts"/>.</summary>
    public virtual Process Start(ProcessStartInfo command) => Process.Start(command)!;

    /// <summary>Lets interrupts through to this process, the one included that may have come since its start.</summary>
    public virtual void TakeInterrupts()
    {
        // They always were.
    }

    /// <summary>Whether reading from a pipe would not wait; also true where that cannot be asked.</summary>
    public virtual bool HasInput(SafeHandle pipe) => true;

    /// <summary>Waits until reading from a pipe would not wait.</summary>
    /// <returns>Whether that is so within the time.</returns>
    public virtual bool WaitForInput(SafeHandle pipe, TimeSpan time) => true;

    /// <summary>Asks a process to end.</summary>
    public abstract void Terminate(int processId);

    /// <summary>Ends a process at once, be it a child of this one or not.</summary>
    public abstract void Kill(int processId);

    /// <summary>Whether there is such a process, ended but not collected ones included.</summary>
    public abstract bool Exists(int processId);

    /// <summary>Makes memory of this process's own larger, or makes it; what is in it stays.</summary>
    /// <param name="address">Where it is; 0 for none yet.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="newSize">How many it is to have.</param>
    /// <returns>Where it is now.</returns>
    /// <exception cref="InsufficientMemoryException">The system does not have as much.</exception>
    public virtual unsafe nint ResizeMemory(nint address, int size, int newSize) => (nint)NativeMemory.Realloc((void*)address, (nuint)newSize);

    /// <summary>Gives such memory back.</summary>
    public virtual unsafe void FreeMemory(nint address, int size) => NativeMemory.Free((void*)address);

    /// <summary>Ends this process at once: no handlers, no finalizers.</summary>
    public abstract void ExitNow(int code);
}
