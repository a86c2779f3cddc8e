using System.Threading.Channels;

namespace PProcess.Core.Tests.Contract;

/// <summary>A worker that is given several tasks.</summary>
public abstract class WorkerContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Post_SeveralTasks_RunOneAtATimeInOrder()
    {
        var worker = NewWorker();
        var tasks = Enumerable.Range(0, 100).Select(i => new ReturnableTask(Invocation.Create(TestFunctions.DoubleLaterAsync, i))).ToList();
        List<int> ended = [];
        worker.TaskEnded += (_, task, _) => ended.Add(tasks.IndexOf((ReturnableTask)task));
        worker.Post(tasks);
        for (var i = 0; i < tasks.Count; i++)
        {
            Assert.Equal(2 * i, await tasks[i].Channel.ReceiveAsync<int>(Cancellation));
        }

        Assert.Equal(Enumerable.Range(0, 100), ended);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Recall_TaskThatHasNotBegun_IsReturnedAndCanRunElsewhere()
    {
        var worker = NewWorker();
        var running = new ReturnableTask(Invocation.Create(TestFunctions.AskAsync));
        var waiting = new ReturnableTask(Invocation.Create(TestFunctions.Double, 5));
        worker.Post([running, waiting]);
        await running.Channel.ReceiveAsync<string>(Cancellation);
        worker.Recall(waiting);
        await waiting.Returned.WaitAsync(Cancellation);
        Assert.False(running.Completion.IsCompleted);

        var another = NewWorker();
        another.Post(waiting);
        Assert.Equal(10, await waiting.Channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Recall_TaskThatRuns_GoesOn()
    {
        var worker = NewWorker();
        var task = new ReturnableTask(Invocation.Create(TestFunctions.AskAsync));
        worker.Post(task);
        await task.Channel.ReceiveAsync<string>(Cancellation);
        worker.Recall(task);
        await task.Channel.SendAsync("Ada", Cancellation);
        Assert.Equal("Hello, Ada", await task.Channel.ReceiveAsync<string>(Cancellation));
        Assert.False(task.Returned.IsCompleted);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task EndTaskAsync_TaskThatListens_LeavesTheWorkerForTheNext()
    {
        var worker = NewWorker();
        var task = new ReturnableTask(Invocation.Create(TestFunctions.WaitAsync));
        worker.Post(task);
        await task.Channel.ReceiveAsync<string>(Cancellation);
        await worker.EndTaskAsync(task).WaitAsync(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Completion);

        var next = new ReturnableTask(Invocation.Create(TestFunctions.Double, 5));
        worker.Post(next);
        Assert.Equal(10, await next.Channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_AfterTheWorkersEnd_ReturnsTheTask()
    {
        var worker = NewWorker();
        await worker.DisposeAsync();
        var task = new ReturnableTask(Invocation.Create(TestFunctions.Double, 5));
        worker.Post(task);
        await task.Returned.WaitAsync(Cancellation);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_SameFunctionWithOtherCaptures_KeepsThemApart()
    {
        var worker = NewWorker();
        for (var i = 0; i < 10; i++)
        {
            var captured = i;
            var task = new ReturnableTask(Invocation.Create(() => captured));
            worker.Post(task);
            Assert.Equal(i, await task.Channel.ReceiveAsync<int>(Cancellation));
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_TaskBehindOneThatThrew_Runs()
    {
        var worker = NewWorker();
        var failing = new ReturnableTask(Invocation.Create(static int () => throw new InvalidOperationException("broken")));
        var next = new ReturnableTask(Invocation.Create(TestFunctions.Double, 5));
        worker.Post([failing, next]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Completion.WaitAsync(Cancellation));
        Assert.Equal(10, await next.Channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_TasksThatSendBehindTheirReturn_HarmNoneOfTheNext()
    {
        var worker = NewWorker();
        for (var i = 0; i < 300; i++)
        {
            var task = new ChannelTask(Invocation.Create(SendAfterReturnAsync, i));
            worker.Post(task);
            Assert.Equal(i, await task.Channel.ReadAllAsync<int>(Cancellation).LastAsync(Cancellation));
        }
    }

    private static async Task<int> SendAfterReturnAsync(ProcessChannel channel, int value)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 4; i++)
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        await channel.SendAsync(-1);
                        begun.TrySetResult();
                    }
                }
                catch (ChannelClosedException)
                {
                    // The function has returned.
                }
            });
        }

        await begun.Task;
        return value;
    }
}
