using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Framing;
using PProcess.Core.Tests.Fuzzing;
using PProcess.Framing;
using PProcess.Launching;
using PProcess.Workers;

namespace PProcess.Core.Tests.Workers;

/// <summary>How a worker waits for what its host sends next, and the host for a worker's answer.</summary>
public sealed class AwakeWaitTests : WorkerTest
{
    private const int Tasks = 100;

    [Fact]
    public void HasInput_OfAPipe_SaysWhetherReadingWouldWait()
    {
        using var near = new AnonymousPipeServerStream(PipeDirection.Out);
        using var far = new AnonymousPipeClientStream(PipeDirection.In, near.ClientSafePipeHandle);
        using var pipe = new SafeFileHandle(far.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        Assert.False(Platform.Current.HasInput(pipe));
        near.WriteByte(7);
        Assert.True(Platform.Current.HasInput(pipe));
        Assert.True(Platform.Current.HasInput(far.SafePipeHandle));
        far.ReadByte();
        Assert.False(Platform.Current.HasInput(pipe));
        near.Dispose();
        Assert.True(SpinWait.SpinUntil(() => Platform.Current.HasInput(pipe), Deadline.Test)); // A process that another test starts just now may hold it open for a moment.
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Wait_InVain_NextOnesAreLeftOut() => await Task.Run(
        () =>
        {
            var hasInput = false;
            var questions = 0;
            var wait = new AwakeWait(() =>
            {
                questions++;
                return hasInput;
            });

            // Between two that ask at all.
            int CountLeftOut()
            {
                for (var leftOut = 0; ; leftOut++)
                {
                    questions = 0;
                    wait.Wait();
                    if (questions > 0)
                    {
                        return leftOut;
                    }
                }
            }

            Assert.Equal([0, 1, 4, 16, 64, 256, 512, 512], Enumerable.Range(0, 8).Select(_ => CountLeftOut()));
            hasInput = true;
            Assert.Equal([512, 0, 0, 0, 0, 0], Enumerable.Range(0, 6).Select(_ => CountLeftOut()));
            hasInput = false;
            Assert.Equal([0, 1, 4], Enumerable.Range(0, 3).Select(_ => CountLeftOut()));
        },
        Cancellation);

    [Theory(Timeout = Deadline.Test)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task WaitAwake_CallsAreAnswered_OnlyWhereItWasOneAtATime(int calls, bool waits)
    {
        // A task may take so long that the other thread goes on reading beside it, but not every other one.
        var session = await RecordAsync([.. Enumerable.Range(0, Tasks).Select(_ => Calls(calls))]);
        Assert.InRange(CountWaits(session, calls), waits ? Tasks / 2 : 0, waits ? Tasks : 0);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WaitAwake_CallRunsOn_IsNotCalled() =>
        Assert.Equal(0, CountWaits(await RecordAsync(Invocation.Create(static async (CancellationToken token) => await Task.Delay(Timeout.Infinite, token), Cancellation)), calls: 1));

    [Theory(Timeout = Deadline.Test)]
    [InlineData(1, new[] { 1, 1 })]
    [InlineData(0, new[] { 1 })] // Nothing is to come.
    [InlineData(0, new[] { 1, 1, 1 })]
    [InlineData(0, new[] { 2, 1 })]
    public async Task WaitAwake_FirstTaskIsAnswered_OnlyForTheOneThatIsLeftBehindOneCall(int expected, int[] calls)
    {
        var waits = 0;
        var answer = Frames.Bytes(FrameKind.Result, FrameFlags.None, 1, []);
        var launcher = new RecordedLauncher([.. Enumerable.Repeat(answer, calls[0]).SelectMany(bytes => bytes)]) { WaitAwake = () => waits++ };
        await using var worker = Worker.Start(launcher);
        foreach (var count in calls)
        {
            worker.Post(new UnheardTask(Calls(count)));
        }

        launcher.Begin();
        await worker.Completion.WaitAsync(Deadline.Promptly);
        Assert.Equal(expected, waits);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WaitAwake_TaskSpeaksBehindTheAnswerToAnother_IsNotCalledForThat()
    {
        var waits = 0;
        var launcher = new ObedientLauncher("Close") { WaitAwake = () => waits++ };
        await using var worker = Worker.Start(launcher);
        var speaking = new ChannelTask(Invocation.Create(TestFunctions.WaitAsync));
        worker.Post(new ChannelTask(Invocation.Create(TestFunctions.Answer)));
        worker.Post(speaking);
        await launcher.SendAsync(Frames.Bytes(FrameKind.Result, FrameFlags.None, 1, []));
        while (Volatile.Read(ref waits) == 0)
        {
            await Task.Delay(1, Cancellation);
        }

        await launcher.SendAsync(Frames.Bytes(FrameKind.End, FrameFlags.None, 2, []));
        while (!speaking.Stream!.IsInputEnded)
        {
            await Task.Delay(1, Cancellation);
        }

        await launcher.SendAsync(Frames.Bytes(FrameKind.Result, FrameFlags.None, 2, []));
        await speaking.Completion.WaitAsync(Cancellation);
        Assert.Equal(1, waits);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WaitAwake_OfALocalProcess_IsThereWhereItHasAProcessorOfItsOwn()
    {
        await using var process = Launcher.LocalProcess.Launch(new LaunchTicket(WorkerOptions.Default));
        process.Kill();
        await process.Exited.WaitAsync(Cancellation);
        Assert.Equal(Environment.ProcessorCount > 1, process.WaitAwake is not null);
        process.WaitAwake?.Invoke(); // Its end is there to be read.
    }

    private static Invocation Calls(int count)
    {
        var buffer = new InvocationBuffer(FunctionReference.Of(static (int x) => x));
        for (var i = 0; i < count; i++)
        {
            buffer.Add(i);
        }

        return buffer.Take();
    }

    // What the host sends for the tasks, each of which is read by itself.
    private static async Task<byte[][]> RecordAsync(params Invocation[] invocations)
    {
        var recording = new RecordingLauncher();
        await using var worker = Worker.Start(recording);
        foreach (var invocation in invocations)
        {
            worker.Post(new UnheardTask(invocation));
        }

        while (recording.Calls.Count(frame => frame.Kind == FrameKind.Call) < invocations.Length)
        {
            await Task.Delay(1, Cancellation);
        }

        return [.. recording.Calls.Select(Frames.Bytes)];
    }

    // Each task is read when those before it are answered.
    private static int CountWaits(byte[][] session, int calls)
    {
        var asked = 0;
        var answered = 0;
        var waits = 0;
        using var input = new PartedStream(session)
        {
            Reading = part =>
            {
                if (Frames.Parse(part).Kind == FrameKind.Call)
                {
                    Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref answered) == asked, Deadline.Test));
                    asked += calls;
                }
            },
        };
        var frames = new FrameWriter(bytes =>
        {
            var results = bytes.Length == Preamble.Size ? 0 : Frames.ParseAll(bytes).Count(frame => frame.Kind == FrameKind.Result);
            Interlocked.Add(ref answered, results);
            return ValueTask.CompletedTask;
        });
        new WorkerLoop(input, frames, exit: () => { }, abandon: () => { }) { WaitAwake = () => waits++ }.Run(Guid.Empty);
        return waits;
    }

    private sealed class UnheardTask(Invocation invocation) : WorkerTask<int>(invocation)
    {
        protected override WorkerTask Split(Invocation rest) => new UnheardTask(rest);

        protected override void OnCompleted(int value)
        {
            // Only what the host has sent matters.
        }

        protected override void OnFailed(Exception exception)
        {
            // As above.
        }

        protected override void OnReturned()
        {
            // As above.
        }
    }
}
