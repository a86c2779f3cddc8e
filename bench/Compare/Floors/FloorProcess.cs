using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Compare.Floors;

/// <summary>This same program as the other side of a floor, with pipes to and from it, and no library between.</summary>
internal sealed partial class FloorProcess : IAsyncDisposable
{
    /// <summary>The first argument of a program that is to be the other side.</summary>
    public const string Argument = "floor";

    private const int SetPipeSize = 1031; // F_SETPIPE_SZ
    private const int LargestPipe = 1 << 20; // what users may set without privileges

    private readonly Process _process;

    public FloorProcess(params IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(FloorProcess).Assembly.GetName().Name!), [Argument, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Input = new FileStream(Handle(AsyncInput), FileAccess.Write, bufferSize: 0);
        Output = new FileStream(Handle(AsyncOutput), FileAccess.Read, bufferSize: 0);
    }

    public Stream AsyncInput => _process.StandardInput.BaseStream;

    public Stream AsyncOutput => _process.StandardOutput.BaseStream;

    /// <summary>What blocks while the pipe to the process is full.</summary>
    public FileStream Input { get; }

    /// <summary>What blocks while the pipe from the process is empty.</summary>
    public FileStream Output { get; }

    /// <summary>Lets the pipes hold a mebibyte each, on the systems that can.</summary>
    public void EnlargePipes()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetSize(Input.SafeFileHandle, SetPipeSize, LargestPipe);
            _ = SetSize(Output.SafeFileHandle, SetPipeSize, LargestPipe);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int SetSize(SafeFileHandle pipe, int command, int size);

    private static SafeFileHandle Handle(Stream stream) =>
        new(((PipeStream)stream).SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
}
