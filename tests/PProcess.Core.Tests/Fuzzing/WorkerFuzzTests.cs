using PProcess.Core.Tests.Framing;
using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>What a host says, changed: the worker's loop runs what it understands, takes no memory on a claim, and ends with the connection.</summary>
public sealed class WorkerFuzzTests
{
    private const int Cases = 40_000;
    private const long MostAllocated = 8 * 1024 * 1024; // A session is 1.5 KiB; what functions throw costs the most.
    private static readonly TimeSpan CaseTime = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Run_ChangedSession_EndsAndAbandonsOnce()
    {
        var recording = new RecordingLauncher();
        await Session.RunAsync(recording);
        var session = recording.ToWorker;
        await Parallel.ForEachAsync(FuzzBudget.Seeds(Cases), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) =>
            await RunAsync(Mutation.Of(session, seed), $"Seed {seed}"));
    }

    [Fact]
    public async Task Run_UnchangedSession_SendsAsManyOutcomesAsTasks()
    {
        var recording = new RecordingLauncher();
        await Session.RunAsync(recording);
        var sent = await RunAsync(recording.ToWorker, "Unchanged");
        var outcomes = Frames.ParseAll(sent.AsMemory(Preamble.Size)).Where(frame => frame.Kind is FrameKind.Result or FrameKind.Failed && !frame.Flags.HasFlag(FrameFlags.More));
        Assert.NotEmpty(outcomes);
    }

    private static long Allocated(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // On a thread of its own, as in a worker: an exception that leaves it would end the process.
    private static async Task<byte[]> RunAsync(byte[] session, string what)
    {
        var sent = new MemoryStream();
        var abandonments = 0;
        var abandoned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var frames = new FrameWriter(bytes =>
        {
            lock (sent)
            {
                sent.Write(bytes.Span);
            }

            return ValueTask.CompletedTask;
        });
        var loop = new WorkerLoop(new MemoryStream(session, writable: false), frames, exit: () => { }, Abandon);
        var running = Task.Factory.StartNew(() => Allocated(() => loop.Run(Guid.Empty)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            // Either of the two threads may be the one that sees the end.
            Assert.InRange(await running.WaitAsync(CaseTime), 0, MostAllocated);
            await abandoned.Task.WaitAsync(CaseTime);
        }
        catch (Exception error)
        {
            Assert.Fail($"{what}: {error}\nThe session: {Convert.ToBase64String(session)}");
        }

        Assert.True(abandonments == 1, what);
        lock (sent)
        {
            return sent.ToArray();
        }

        void Abandon()
        {
            Interlocked.Increment(ref abandonments);
            abandoned.TrySetResult();
        }
    }
}
