using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Framing;
using PProcess.Core.Tests.Fuzzing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>What a worker says of tasks, where it should not.</summary>
public sealed class HostLoopTests
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Failed_WhatCannotBeRead_FailsTheTask()
    {
        var task = new ChannelTask(Invocation.Create(TestFunctions.WaitAsync));
        await RunAsync(task, Frames.Bytes(FrameKind.Failed, FrameFlags.None, 1, [0xFF, 0xFF, 0xFF, 0x3F]));
        await Assert.ThrowsAsync<ProtocolException>(() => task.Completion.WaitAsync(Deadline.Promptly));
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData((byte)FrameKind.Result)]
    [InlineData((byte)FrameKind.Failed)]
    [InlineData((byte)FrameKind.Progress)]
    public async Task Message_PartOfOneForATaskThatNeverWas_IsRefusedBeforeItIsWhole(byte kind)
    {
        var task = new ChannelTask(Invocation.Create(TestFunctions.WaitAsync));
        await RunAsync(task, Frames.Bytes((FrameKind)kind, FrameFlags.More, 2, [1]));
        var error = await Assert.ThrowsAsync<ProtocolException>(() => task.Completion.WaitAsync(Deadline.Promptly));
        Assert.Contains("task 2", error.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(ChannelTask task, byte[] session)
    {
        var launcher = new RecordedLauncher(session);
        await using var worker = Worker.Start(launcher);
        worker.Post(task);
        launcher.Begin();
        await worker.Completion.WaitAsync(Deadline.Promptly);
    }
}
