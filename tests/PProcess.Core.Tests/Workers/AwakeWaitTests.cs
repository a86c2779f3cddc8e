using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
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
        // A task may take so long that the other thread goes on reading beside it, but not each of them.
        Assert.InRange(CountWaits(await RecordAsync([.. Enumerable.Range(0, Tasks).Select(_ => Calls(calls))])), waits ? 1 : 0, waits ? Tasks : 0);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task WaitAwake_CallRunsOn_IsNotCalled() =>
        Assert.Equal(0, CountWaits(await RecordAsync(Invocation.Create(static async (CancellationToken token) => await Task.Delay(Timeout.Infinite, token), Cancellation))));

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

    private static int CountWaits(byte[][] session)
    {
        var waits = 0;
        using var input = new PartedStream(session);
        new WorkerLoop(input, new FrameWriter(_ => ValueTask.CompletedTask), exit: () => { }, abandon: () => { }) { WaitAwake = () => waits++ }.Run(Guid.Empty);
        return waits;
    }

    private sealed class UnheardTask(Invocation invocation) : WorkerTask<int>(invocation)
    {
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
