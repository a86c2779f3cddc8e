using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using PProcess;

namespace Figures;

/// <summary>One small task at a time in a warm worker, against twelve bytes there and back over the same kind of pipes.</summary>
internal static class PingPong
{
    private const int Trips = 3000;
    private const int Size = 12;

    public static void Echo()
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var buffer = new byte[Size];
        while (input.Read(buffer) == Size)
        {
            output.Write(buffer);
        }
    }

    public static async Task MeasureAsync(int rounds)
    {
        using var bare = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "echo") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await using var worker = Worker.Start(Launcher.LocalProcess);
        var square = FunctionReference.Of((int x) => x * x);
        List<double> ours = [];
        List<double> floor = [];
        for (var i = 0; i <= rounds; i++)
        {
            var task = await Report.TimeAsync(() => RunTasksAsync(worker, square)) * 1000 / Trips;
            var pipe = await Report.TimeAsync(() => RunBareAsync(bare)) * 1000 / Trips;
            if (i > 0)
            {
                ours.Add(task);
                floor.Add(pipe);
            }
        }

        Report.Ratio("round trip of one small task, against a bare pipe ping-pong", ours, floor, "µs", 2);
        bare.StandardInput.Close();
        await bare.WaitForExitAsync();
    }

    private static async Task RunTasksAsync(Worker worker, FunctionReference square)
    {
        for (var i = 0; i < Trips; i++)
        {
            var task = new SquareTask(Invocation.Create(square, i));
            worker.Post(task);
            if (await task.Result != i * i)
            {
                throw new InvalidOperationException("The worker computes something else.");
            }
        }
    }

    private static async Task RunBareAsync(Process bare)
    {
        var buffer = new byte[Size];
        var input = bare.StandardInput.BaseStream;
        var output = bare.StandardOutput.BaseStream;
        for (var i = 0; i < Trips; i++)
        {
            await input.WriteAsync(buffer);
            await output.ReadExactlyAsync(buffer);
        }
    }

    private sealed class SquareTask(Invocation invocation) : WorkerTask<int>(invocation)
    {
        // The loop goes on where the answer was read, as that of the bare ping-pong does.
        private readonly TaskCompletionSource<int> _result = new();

        public Task<int> Result => _result.Task;

        protected override void OnCompleted(int value) => _result.SetResult(value);

        protected override void OnFailed(Exception exception) => _result.SetException(exception);

        protected override void OnReturned() => _result.SetException(new InvalidOperationException("The worker has ended."));
    }
}
