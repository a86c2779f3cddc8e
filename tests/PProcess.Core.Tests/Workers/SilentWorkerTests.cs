using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>A worker that says who it is, and nothing more.</summary>
public sealed class SilentWorkerTests
{
    private static readonly WorkerOptions Impatient = new() { StartTimeout = TimeSpan.FromMilliseconds(200) };

    [Fact(Timeout = Deadline.Test)]
    public async Task WarmUpAsync_NothingComes_EndsTheWorkerAsOneThatHasNotStarted()
    {
        await using var worker = Worker.Start(new SilentLauncher(), Impatient);
        await worker.WarmUpAsync();
        Assert.True(worker.HasEnded);
        Assert.Contains("warmed up", worker.StartFailure!.Message, StringComparison.Ordinal);
        UnobservedFaults.AssertNone();
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WarmUpAsync_BehindATask_WaitsForThat()
    {
        await using var worker = Worker.Start(new SilentLauncher(), Impatient);
        worker.Post(new ChannelTask(Invocation.Create(static () => { })));
        var warmingUp = worker.WarmUpAsync();
        await Task.Delay(5 * Impatient.StartTimeout);
        Assert.False(worker.HasEnded);
        worker.Kill();
        await warmingUp;
    }

    private sealed class SilentLauncher : Launcher
    {
        public override LaunchedProcess Launch(LaunchTicket ticket) => new Silent(Preamble.Create(ticket.Id));
    }

    private sealed class Silent : LaunchedProcess
    {
        private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Silent(byte[] preamble) => Output = new SilentPipe(preamble, _exited.Task);

        public override int ProcessId => 1;

        public override Stream Input => Stream.Null;

        public override Stream Output { get; }

        public override Task<ExitStatus> Exited => _exited.Task;

        public override Task<string> ReadStandardErrorAsync() => Task.FromResult("");

        public override void Terminate() => Kill();

        public override void Kill() => _exited.TrySetResult(new ExitStatus(0));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SilentPipe(byte[] preamble, Task ended) : MemoryStream(preamble, writable: false)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                await ended.WaitAsync(cancellationToken);
            }

            return count;
        }
    }
}
