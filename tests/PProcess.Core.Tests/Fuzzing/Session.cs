namespace PProcess.Core.Tests.Fuzzing;

/// <summary>A session of everything that the protocol has: values, objects, cut messages, failures, progress, channels.</summary>
/// <remarks>The functions are all that a changed method reference can lead to, so none of them does harm or takes long.</remarks>
internal static class Session
{
    public static List<ChannelTask> CreateTasks() =>
    [
        new(Invocation.Create(Double, 21)),
        new(Invocation.Create(Name, "some text", 3)),
        new(Invocation.Create(Fill, 70_000)),
        new(Invocation.Create(Fail, "reason")),
        new(Invocation.Create(EchoAsync)),
        new(Invocation.Create(Report, (IProgress<string>)new Ignored())),
    ];

    /// <summary>Runs the tasks in a worker of the launcher, to their ends.</summary>
    public static async Task RunAsync(Launcher launcher)
    {
        await using var worker = Worker.Start(launcher);
        var tasks = CreateTasks();
        tasks.ForEach(worker.Post);
        await tasks[4].Channel.SendAsync("a message");
        Assert.Equal("a message", await tasks[4].Channel.ReceiveAsync<string>());
        await tasks[4].Channel.CompleteAsync();
        foreach (var task in tasks)
        {
            await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static int Double(int x) => 2 * x;

    private static Item Name(string name, int count) => new() { Name = name, Numbers = [.. Enumerable.Range(0, Math.Clamp(count, 0, 100))] };

    private static byte[] Fill(int length) => new byte[Math.Clamp(length, 0, 70_000)];

    private static int Fail(string reason) => throw new InvalidOperationException(reason);

    private static async Task EchoAsync(ProcessChannel channel)
    {
        await foreach (var text in channel.ReadAllAsync<string>())
        {
            await channel.SendAsync(text);
        }
    }

    private static int Report(IProgress<string> progress)
    {
        progress.Report("half");
        progress.Report(new string('x', 100));
        return 1;
    }

    private sealed class Item
    {
        public string? Name { get; set; }

        public int[]? Numbers { get; set; }
    }

    private sealed class Ignored : IProgress<string>
    {
        public void Report(string value)
        {
            // Only that it arrives matters, and that is tested elsewhere.
        }
    }
}
