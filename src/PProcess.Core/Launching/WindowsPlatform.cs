using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Launching;

/// <summary>Windows, written from its documentation and untested.</summary>
internal sealed partial class WindowsPlatform : Platform
{
    private const int StandardInput = -10;
    private const int StandardOutput = -11;
    private const int StandardError = -12;

    public override bool HasStandardError => true; // None is an invalid handle, whose writes the console drops.

    public override (SafeFileHandle Input, SafeFileHandle Output) TakeStandardStreams()
    {
        var input = new SafeFileHandle(GetStandardHandle(StandardInput), ownsHandle: true);
        var output = new SafeFileHandle(GetStandardHandle(StandardOutput), ownsHandle: true);
        SetStandardHandle(StandardInput, File.OpenHandle("NUL").DangerousGetHandle());
        SetStandardHandle(StandardOutput, GetStandardHandle(StandardError));
        return (input, output);
    }

    public override IReadOnlyList<string> HostArguments() => [Environment.GetCommandLineArgs()[0]];

    public override void SetNativeVariable(string name, string? value)
    {
        // The runtime writes through to the process's environment here.
    }

    // There is no polite signal for a process without a window; the closed channel has been the polite request.
    public override void Terminate(int processId)
    {
    }

    public override void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    public override bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public override void ExitNow(int code) => ExitProcess((uint)code);

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle", SetLastError = true)]
    private static partial nint GetStandardHandle(int which);

    [LibraryImport("kernel32", EntryPoint = "SetStdHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStandardHandle(int which, nint handle);

    [LibraryImport("kernel32")]
    private static partial void ExitProcess(uint code);
}
