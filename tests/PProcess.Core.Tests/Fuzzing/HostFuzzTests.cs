using PProcess.Framing;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>What a worker says, changed: the host gives every task one outcome and goes on.</summary>
public sealed class HostFuzzTests
{
    private const int Cases = 60_000;
    private static readonly TimeSpan CaseTime = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Read_ChangedSession_EveryTaskHasOneOutcome()
    {
        var recording = new RecordingLauncher();
        await Session.RunAsync(recording);
        var session = recording.ToHost[Preamble.Size..];
        await Parallel.ForEachAsync(FuzzBudget.Seeds(Cases), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, cancellationToken) =>
        {
            try
            {
                await RunAsync(Mutation.Of(session, seed)).WaitAsync(CaseTime, cancellationToken);
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}: {error}");
            }
        });
    }

    [Fact]
    public async Task Read_UnchangedSession_SucceedsButForTheTaskThatFails()
    {
        var recording = new RecordingLauncher();
        await Session.RunAsync(recording);
        var tasks = await RunAsync(recording.ToHost[Preamble.Size..]);
        Assert.Equal([true, true, true, false, true, true], tasks.Select(task => task.Completion.IsCompletedSuccessfully));
    }

    private static async Task<List<ChannelTask>> RunAsync(byte[] session)
    {
        var tasks = Session.CreateTasks();
        var ends = 0;
        tasks.ForEach(task => task.Channel.Ended += _ => Interlocked.Increment(ref ends));
        var launcher = new RecordedLauncher(session);
        await using var worker = Worker.Start(launcher);
        worker.Post(tasks);
        launcher.Begin();
        await worker.Completion;
        Assert.Equal(tasks.Count, ends);
        Assert.All(tasks, task => Assert.True(task.Completion.IsCompleted));
        return tasks;
    }
}
