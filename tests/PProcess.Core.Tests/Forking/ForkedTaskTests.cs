using System.Reflection;
using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Workers;
using PProcess.Forking;

namespace PProcess.Core.Tests.Forking;

/// <summary>The rest of a method as a task among others.</summary>
public sealed class ForkedTaskTests : WorkerTest
{
    private static readonly MethodInfo Resume = typeof(ForkedMethod).GetMethod("ResumeAsync", BindingFlags.NonPublic | BindingFlags.Static)!;

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_TasksBehindTheRestOfAMethod_AreReturnedAndTheWorkerEndsInOrder()
    {
        var mark = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var worker = Worker.Start(Launcher.LocalProcess, new WorkerOptions { Teardown = () => File.WriteAllText(mark, "") });
        var rest = new ChannelTask(Invocation.Create(Resume.CreateDelegate<Func<ProcessChannel, byte[], CancellationToken, Task>>(), "not the rest of a method"u8.ToArray()));
        List<ReturnableTask> behind = [new(Invocation.Create(TestFunctions.Answer)), new(Invocation.Create(TestFunctions.Answer))];

        worker.Post([rest, .. behind]);

        await Assert.ThrowsAnyAsync<PProcessException>(() => rest.Completion.WaitAsync(Cancellation));
        await Task.WhenAll(behind.Select(task => task.Returned)).WaitAsync(Cancellation);
        await worker.Completion.WaitAsync(Cancellation);
        Assert.True(File.Exists(mark), "Teardown has not run.");
        File.Delete(mark);
        Assert.Equal(new ExitStatus(0), worker.ExitStatus);
    }
}
