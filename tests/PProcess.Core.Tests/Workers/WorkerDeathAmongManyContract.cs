using System.Diagnostics;
using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Workers that die in the midst of many tiny tasks, whose results leave several at a time.</summary>
public abstract class WorkerDeathAmongManyContract(Launcher launcher) : ChannelContract(launcher)
{
    private const int Many = 1000;

    [Theory(Timeout = Deadline.Test)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    [InlineData(Many)]
    public async Task Post_TaskKillsItsWorker_CostsThatTaskOnly(int fatal)
    {
        for (var round = 0; round < 3; round++)
        {
            var worker = NewWorker();
            Tally tally = new();
            worker.Post([.. Enumerable.Range(1, Many).Select(i => new Counted(Invocation.Create(SurviveUnless, i, fatal), tally))]);
            await worker.Completion.WaitAsync(Cancellation);
            Assert.Equal(Enumerable.Range(1, fatal - 1), tally.Values);
            Assert.Equal(9, Assert.IsType<WorkerExitedException>(Assert.Single(tally.Failures)).ExitStatus.Signal);
            Assert.Equal(Many - fatal, tally.Returned);
        }
    }

    private static int SurviveUnless(int i, int fatal)
    {
        if (i == fatal)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        return i;
    }

    private sealed class Tally
    {
        public List<int> Values { get; } = [];

        public List<Exception> Failures { get; } = [];

        public int Returned { get; set; }
    }

    // Told by one loop at a time.
    private sealed class Counted(Invocation invocation, Tally tally) : WorkerTask<int>(invocation)
    {
        protected override void OnCompleted(int value) => tally.Values.Add(value);

        protected override void OnFailed(Exception exception) => tally.Failures.Add(exception);

        protected override void OnReturned() => tally.Returned++;
    }
}
