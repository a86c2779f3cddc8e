using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Tasks that are cancelled at any moment, with others waiting behind them.</summary>
public sealed class CancelRaceTests : WorkerTest
{
    private const int Rounds = 1000;

    [Fact(Timeout = 3 * Deadline.Test)]
    public async Task Cancel_AtAnyMoment_LeavesOneOutcomeAndHarmsNoTaskBehind()
    {
        var random = new Random(4711);
        var worker = NewWorker();
        var ended = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var task = new CountedTask(Invocation.Create(DelayAsync, random.Next(3), cancellation.Token));
            var next = new ReturnableTask(Invocation.Create(TestFunctions.Double, round));
            worker.Post([task, next]);
            for (var spins = random.Next(2000); spins > 0; spins--)
            {
                Thread.SpinWait(10);
            }

            await cancellation.CancelAsync();
            ended += await task.Ended.WaitAsync(Cancellation) ? 1 : 0;
            await worker.EndTaskAsync(task).WaitAsync(Cancellation); // There is nothing left to end; what is behind must not notice.
            if (await Task.WhenAny(next.Completion, next.Returned).WaitAsync(Cancellation) == next.Returned)
            {
                next = new ReturnableTask(next.Invocation);
                worker.Post(next);
            }

            Assert.Equal(2 * round, await next.Channel.ReceiveAsync<int>(Cancellation));
            Assert.Equal(1, task.Outcomes);
        }

        Assert.InRange(ended, 1, Rounds - 1); // Both sides of the race were there.
        Assert.False(worker.HasEnded);
    }

    private static async Task<int> DelayAsync(int milliseconds, CancellationToken cancellationToken)
    {
        await Task.Delay(milliseconds, cancellationToken);
        return milliseconds;
    }

    /// <summary>A task that counts its outcomes.</summary>
    private sealed class CountedTask(Invocation invocation) : WorkerTask<int>(invocation)
    {
        private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _outcomes;

        /// <summary>Whether it was completed.</summary>
        public Task<bool> Ended => _ended.Task;

        public int Outcomes => Volatile.Read(ref _outcomes);

        protected override void OnCompleted(int value) => Note(isCompleted: true);

        protected override void OnFailed(Exception exception) => Note(isCompleted: false);

        protected override void OnReturned() => Note(isCompleted: false);

        private void Note(bool isCompleted)
        {
            Interlocked.Increment(ref _outcomes);
            _ended.TrySetResult(isCompleted);
        }
    }
}
