using System.Diagnostics;
using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Fuzzing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>What a worker says about how long its tasks took.</summary>
public sealed class TaskTimeTests : WorkerTest
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(300);

    [Fact(Timeout = Deadline.Test)]
    public async Task TaskEnded_OneTaskBehindTheOther_EachHasItsOwnTime()
    {
        var worker = NewWorker();
        await TimesAsync(worker, Invocation.Create(TestFunctions.Answer));
        await Task.Delay(Nap, Cancellation); // Time without a task is no task's.

        var start = Stopwatch.GetTimestamp();
        var times = await TimesAsync(worker, Invocation.Create(Sleep, Nap), Invocation.Create(TestFunctions.Answer), Invocation.Create(Sleep, Nap));
        var elapsed = Stopwatch.GetElapsedTime(start);

        Assert.All([times[0], times[2]], time => Assert.InRange(time!.Value, Nap * 0.99, elapsed)); // Said to a hundredth.
        Assert.InRange(times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time!.Value), 2 * Nap * 0.99, elapsed);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task TaskEnded_TaskThatThrows_HasItsTime()
    {
        var times = await TimesAsync(NewWorker(), Invocation.Create(SleepAndThrow, Nap));
        Assert.True(Assert.Single(times) >= Nap * 0.99);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task TaskEnded_ResultInParts_HasTheTimeOfTheFunctionOrNone()
    {
        foreach (var size in (int[])[Frame.MaxBody - 100, Frame.MaxBody + 1, FrameWriter.MaxCopied + 1, 4 * 1024 * 1024])
        {
            var time = Assert.Single(await TimesAsync(NewWorker(), Invocation.Create(SleepAndFill, Nap, size)));
            Assert.True(time is null || time >= Nap * 0.99);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task TaskEnded_TaskCancelledBeforeItBegan_HasNone()
    {
        var worker = NewWorker();
        List<TimeSpan?> times = [];
        worker.TaskEnded += (_, _, time) => times.Add(time);
        var running = new ChannelTask(Invocation.Create(TestFunctions.AskAsync));
        var waiting = new ChannelTask(Invocation.Create(TestFunctions.Answer));
        worker.Post([running, waiting]);
        await running.Channel.ReceiveAsync<string>(Cancellation);
        await worker.EndTaskAsync(waiting).WaitAsync(Cancellation);
        Assert.Null(Assert.Single(times));
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0x42C8, 100.0)] // As a bfloat16, in microseconds.
    [InlineData(CallTime.Unsaid, null)]
    [InlineData(0xC2C8, null)]
    [InlineData(0x7F7F, null)]
    [InlineData(0x7FC0, null)]
    public async Task TaskEnded_WhatAWorkerMaySay_IsATimeOrNone(ushort said, double? microseconds)
    {
        var frame = new byte[Frame.HeaderSize];
        Frame.WriteHeader(frame, FrameKind.Result, FrameFlags.None, 1, 0, said);
        List<TimeSpan?> times = [];
        var launcher = new RecordedLauncher(frame);
        await using var worker = Worker.Start(launcher);
        worker.TaskEnded += (_, _, time) => times.Add(time);
        worker.Post(new ChannelTask(Invocation.Create(TestFunctions.WaitAsync)));
        launcher.Begin();
        await worker.Completion.WaitAsync(Deadline.Promptly);
        Assert.Equal(microseconds, Assert.Single(times)?.TotalMicroseconds);
    }

    private static async Task<List<TimeSpan?>> TimesAsync(Worker worker, params Invocation[] invocations)
    {
        List<TimeSpan?> times = [];
        void Note(Worker from, WorkerTask task, TimeSpan? time) => times.Add(time);
        worker.TaskEnded += Note;
        var tasks = invocations.Select(invocation => new ChannelTask(invocation)).ToList();
        worker.Post(tasks);
        await Task.WhenAll(tasks.Select(task => task.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        worker.TaskEnded -= Note;
        return times;
    }

    private static void Sleep(TimeSpan time) => Thread.Sleep(time);

    private static void SleepAndThrow(TimeSpan time)
    {
        Thread.Sleep(time);
        throw new InvalidOperationException();
    }

    private static byte[] SleepAndFill(TimeSpan time, int size)
    {
        Thread.Sleep(time);
        return new byte[size];
    }
}
