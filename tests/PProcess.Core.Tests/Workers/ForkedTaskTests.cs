using System.Reflection;
using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Framing;
using PProcess.Core.Tests.Fuzzing;
using PProcess.Forking;
using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Core.Tests.Workers;

/// <summary>The rest of a method as a task among others.</summary>
public sealed class ForkedTaskTests : WorkerTest
{
    private static readonly MethodInfo Resume = typeof(ForkedMethod).GetMethod("ResumeAsync", BindingFlags.NonPublic | BindingFlags.Static)!;

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_TasksBehindTheRestOfAMethod_AreReturnedAndTheWorkerEndsInOrder()
    {
        var mark = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var worker = Worker.Start(Launcher.LocalProcess, new WorkerOptions { Teardown = () => File.WriteAllText(mark, "") });
        var rest = NewRest();
        List<ReturnableTask> behind = [new(Invocation.Create(TestFunctions.Answer)), new(Invocation.Create(TestFunctions.Answer))];

        worker.Post([rest, .. behind]);

        await Assert.ThrowsAnyAsync<PProcessException>(() => rest.Completion.WaitAsync(Cancellation));
        await Task.WhenAll(behind.Select(task => task.Returned)).WaitAsync(Cancellation);
        await worker.Completion.WaitAsync(Cancellation);
        Assert.True(File.Exists(mark), "Teardown has not run.");
        File.Delete(mark);
        Assert.Equal(new ExitStatus(0), worker.ExitStatus);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recall_OfATaskBehindTheRestOfAMethod_IsNotAnswered(bool isBehindAll)
    {
        var recording = new RecordingLauncher();
        await using (var worker = Worker.Start(recording))
        {
            worker.Post([NewRest(), new ReturnableTask(Invocation.Create(TestFunctions.Answer))]);
            await worker.Completion.WaitAsync(Cancellation);
        }

        var calls = recording.Calls;
        Assert.Equal([FrameKind.Failed], Run(new PartedStream([.. calls.SelectMany(Frames.Bytes)], [.. isBehindAll ? Recall(TaskQueue.AllBehindLast) : [], .. Recall(calls[^1].Id)])));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Recall_OfAllBehindTheRestOfAMethodWhereThereIsNone_DropsNothing()
    {
        var recording = new RecordingLauncher();
        await using (var worker = Worker.Start(recording))
        {
            var task = new ReturnableTask(Invocation.Create(static () => 1));
            worker.Post(task);
            await task.Completion.WaitAsync(Cancellation);
        }

        Assert.Equal([FrameKind.Result], Run(new PartedStream([.. recording.Calls.SelectMany(Frames.Bytes), .. Recall(TaskQueue.AllBehindLast)])));
    }

    private static byte[] Recall(uint id) => Frames.Bytes(FrameKind.Recall, FrameFlags.None, id, []);

    private static ChannelTask NewRest() =>
        new(Invocation.Create(Resume.CreateDelegate<Func<ProcessChannel, byte[], CancellationToken, Task>>(), "not the rest of a method"u8.ToArray()));

    // What a worker answers.
    private static List<FrameKind> Run(Stream input)
    {
        var sent = new MemoryStream();
        var frames = new FrameWriter(bytes =>
        {
            sent.Write(bytes.Span);
            return ValueTask.CompletedTask;
        });
        new WorkerLoop(input, frames, exit: () => { }, abandon: () => { }).Run(Guid.Empty);
        return [.. Frames.ParseAll(sent.ToArray().AsMemory(Preamble.Size)).Select(frame => frame.Kind)];
    }
}
