namespace PProcess.Core.Tests.Workers;

/// <summary>Tasks that may be repeated, and are to end.</summary>
public sealed class RepeatableEndTests : WorkerTest
{
    [Fact(Timeout = Deadline.Test)]
    public async Task EndTaskAsync_RepeatableTaskDoesNotListen_IsCancelledAndNotRepeated()
    {
        var begun = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}");
        var task = new Repeatable(Invocation.Create(() =>
        {
            File.WriteAllText(begun, "");
            Thread.Sleep(Timeout.Infinite);
        }));
        var worker = NewWorker();
        worker.Post(task);
        await BegunAsync(begun);
        await worker.EndTaskAsync(task).WaitAsync(Cancellation);
        Assert.True(worker.HasEnded);
        Assert.IsAssignableFrom<OperationCanceledException>(await task.Outcome.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Kill_RepeatableTaskRuns_IsReturnedAsOneThatNoWorkerHas()
    {
        var task = new Repeatable(Invocation.Create(static () => Thread.Sleep(Timeout.Infinite)));
        var worker = NewWorker();
        worker.Post(task);
        await worker.Ready.WaitAsync(Cancellation);
        worker.Kill();
        Assert.Null(await task.Outcome.WaitAsync(Cancellation));
        Assert.Null(task.Worker);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task TimeOutAsync_RepeatableTaskListens_IsReturnedAndTheWorkerGoesOn()
    {
        var begun = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}");
        var task = new Repeatable(Invocation.Create(
            static (string begun, CancellationToken cancellationToken) =>
            {
                File.WriteAllText(begun, "");
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
            begun));
        var worker = NewWorker();
        worker.Post(task);
        await BegunAsync(begun);
        await worker.TimeOutAsync(task, TimeSpan.FromMilliseconds(1)).WaitAsync(Cancellation);
        Assert.Null(await task.Outcome.WaitAsync(Cancellation));
        Assert.True(worker is { TakesTasks: true, IsAlive: true });
    }

    private static async Task BegunAsync(string begun)
    {
        while (!File.Exists(begun))
        {
            await Task.Delay(10, Cancellation);
        }

        File.Delete(begun);
    }

    private sealed class Repeatable : WorkerTask<int>
    {
        private readonly TaskCompletionSource<Exception?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Repeatable(Invocation invocation)
            : base(invocation) => Retries = 1;

        public Task<Exception?> Outcome => _outcome.Task;

        protected override void OnCompleted(int value) => _outcome.TrySetResult(null);

        protected override void OnFailed(Exception exception) => _outcome.TrySetResult(exception);

        protected override void OnReturned() => _outcome.TrySetResult(null);
    }
}
