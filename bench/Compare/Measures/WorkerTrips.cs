using Compare.Measuring;
using PProcess;

namespace Compare.Measures;

/// <summary>One small task at a time, handed to a worker directly.</summary>
internal sealed class WorkerTrips(int trips) : Contestant(Title, Side.Ours, Checksum.OfSquares(trips))
{
    public const string Title = "Worker.Post";

    private readonly FunctionReference _square = FunctionReference.Of((int x) => (long)x * x);

    private Worker? _worker;

    public override Task PrepareAsync()
    {
        _worker = Worker.Start(Launcher.LocalProcess);
        return _worker.Ready;
    }

    public override Task<Sample> RunAsync() => Trips.RunAsync(trips, x =>
    {
        var task = new SquareTask(Invocation.Create(_square, x));
        _worker!.Post(task);
        return task.Result;
    });

    protected override async Task EndAsync() => await _worker!.DisposeAsync();

    private sealed class SquareTask(Invocation invocation) : WorkerTask<long>(invocation)
    {
        // The loop goes on where the answer was read, as that of the bare ping-pong does.
        private readonly TaskCompletionSource<long> _result = new();

        public Task<long> Result => _result.Task;

        protected override void OnCompleted(long value) => _result.SetResult(value);

        protected override void OnFailed(Exception exception) => _result.SetException(exception);

        protected override void OnReturned() => _result.SetException(new InvalidOperationException("The worker has ended."));
    }
}
