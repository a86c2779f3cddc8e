using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PProcess;

namespace Figures;

/// <summary>An array there and back, against the same bytes over bare pipes with the largest buffers that the system gives, into memory that is used again.</summary>
internal static partial class LargeValues
{
    private const int Size = 64 * 1024 * 1024;
    private const int PipeSize = 1024 * 1024;
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ, Linux.

    /// <summary>The bare peer: takes as many bytes as a value has, then gives them back.</summary>
    public static void Mirror()
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var buffer = new byte[Size];
        while (input.ReadAtLeast(buffer, Size, throwOnEndOfStream: false) == Size)
        {
            output.Write(buffer);
        }
    }

    public static async Task MeasureAsync(int rounds)
    {
        using var bare = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "mirror") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _ = Control(((PipeStream)bare.StandardInput.BaseStream).SafePipeHandle, SetPipeSize, PipeSize);
        _ = Control(((PipeStream)bare.StandardOutput.BaseStream).SafePipeHandle, SetPipeSize, PipeSize);
        await using var worker = Worker.Start(Launcher.LocalProcess);
        var bytes = new byte[Size];
        new Random(1).NextBytes(bytes);
        var numbers = MemoryMarshal.Cast<byte, double>(bytes).ToArray();
        var back = new byte[Size];
        List<double> floor = [];
        List<double> ofBytes = [];
        List<double> ofNumbers = [];
        List<double> shared = [];
        using var buffer = new SharedBuffer<byte>(bytes);
        for (var i = 0; i <= rounds; i++)
        {
            var pipe = await Report.TimeAsync(() => RunBareAsync(bare, bytes, back));
            var byteTime = await Report.TimeAsync(() => EchoAsync(worker, static (byte[] value) => value, bytes));
            var numberTime = await Report.TimeAsync(() => EchoAsync(worker, static (double[] value) => value, numbers));
            var sharedTime = await Report.TimeAsync(() => PassAsync(worker, buffer, bytes));
            if (i > 0)
            {
                floor.Add(pipe);
                ofBytes.Add(byteTime);
                ofNumbers.Add(numberTime);
                shared.Add(sharedTime);
            }
        }

        Report.Ratio("64 MiB byte[] there and back, against bare pipes", ofBytes, floor, "ms", 1.25);
        Report.Ratio("64 MiB double[] there and back, against bare pipes", ofNumbers, floor, "ms", 1.25);
        Report.Ratio("64 MiB SharedBuffer there and back, against bare pipes", shared, floor, "ms", 0.1);
        bare.StandardInput.Close();
        await bare.WaitForExitAsync();
    }

    private static async Task EchoAsync<T>(Worker worker, Func<T[], T[]> echo, T[] value)
        where T : unmanaged, IEquatable<T>
    {
        var task = new EchoTask<T[]>(Invocation.Create(FunctionReference.Of(echo), value));
        worker.Post(task);
        var result = await task.Result;
        if (result.Length != value.Length || !result[^1].Equals(value[^1]) || !result[0].Equals(value[0]))
        {
            throw new InvalidOperationException("Something else came back.");
        }
    }

    private static async Task PassAsync(Worker worker, SharedBuffer<byte> buffer, byte[] bytes)
    {
        var task = new EchoTask<SharedBuffer<byte>>(Invocation.Create(FunctionReference.Of(static (SharedBuffer<byte> value) => value), buffer));
        worker.Post(task);
        using var result = await task.Result;
        if (result.Memory.Span[^1] != bytes[^1])
        {
            throw new InvalidOperationException("Something else came back.");
        }
    }

    private static async Task RunBareAsync(Process bare, byte[] bytes, byte[] back)
    {
        await bare.StandardInput.BaseStream.WriteAsync(bytes);
        await bare.StandardOutput.BaseStream.ReadExactlyAsync(back);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafePipeHandle descriptor, int command, int argument);

    private sealed class EchoTask<T>(Invocation invocation) : WorkerTask<T>(invocation)
    {
        private readonly TaskCompletionSource<T> _result = new();

        public Task<T> Result => _result.Task;

        protected override void OnCompleted(T value) => _result.SetResult(value);

        protected override void OnFailed(Exception exception) => _result.SetException(exception);

        protected override void OnReturned() => _result.SetException(new InvalidOperationException("The worker has ended."));
    }
}
