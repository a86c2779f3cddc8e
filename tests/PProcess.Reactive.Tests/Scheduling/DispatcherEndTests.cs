using PProcess.Reactive.Scheduling;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Scheduling;

/// <summary>A dispatcher that ends while a task is on its way from it to a worker that others will use.</summary>
public class DispatcherEndTests : ProcessTest
{
    private const int Rounds = 3000;

    // In memory, for many rounds: the moment between the choice of a worker and the posting is short.
    [ProcessFact]
    public async Task DisposeAsync_WhileATaskIsPosted_TheTaskEnds()
    {
        await using var worker = Worker.Start(Launcher.InProcess);
        var moments = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            var dispatcher = new Dispatcher(new Lent(worker), new ExchangeOptions { Limit = 1 }, reuse: true, mayBegin: static () => true);
            await dispatcher.WarmUpAsync(1, TestDeadline.Token);
            var task = new EndingTask(Invocation.Create(WaitAsync));
            var posting = PostLaterAsync(dispatcher, task, moments.Next(200));

            await dispatcher.DisposeAsync();

            await posting;
            await task.Ended.InTimeAsync();
        }
    }

    private static Task PostLaterAsync(Dispatcher dispatcher, WorkerTask task, int spins) => Task.Run(() =>
    {
        Thread.SpinWait(spins);
        dispatcher.Post(task);
    });

    private static Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>The one worker there is, which outlives those it is lent to.</summary>
    private sealed class Lent(Worker worker) : IWorkerSource
    {
        public Worker Rent() => worker;

        public Task ReturnAsync(Worker worker) => Task.CompletedTask;
    }

    private sealed class EndingTask(Invocation invocation) : WorkerTask<int>(invocation)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        protected override void OnCompleted(int value) => _ended.SetResult();

        protected override void OnFailed(Exception exception) => _ended.SetResult();

        protected override void OnReturned() => Abandon(new OperationCanceledException("The worker has ended."));
    }
}
