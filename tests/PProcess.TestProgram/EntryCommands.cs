namespace PProcess.TestProgram;

/// <summary>Shows where workers take over, of a program that calls <see cref="WorkerHost.RunIfWorkerAsync"/> at one place or another.</summary>
internal static class EntryCommands
{
    public const string Name = "entry";

    /// <summary>Which of the two forms of the call is the first that the program does; none where it is not set.</summary>
    public const string Variable = "PPROCESS_TESTS_CALL_FIRST";

    public const string Async = "async";
    public const string Sync = "sync";

    public static async Task RunAsync(string place)
    {
        await (place switch
        {
            "late" => WorkerHost.RunIfWorkerAsync(),
            "foreign" => Task.Run(WorkerHost.RunIfWorkerAsync),
            "foreign-sync" => Task.Run(WorkerHost.RunIfWorker),
            _ => Task.CompletedTask,
        });
        try
        {
            await using var channel = ProcessChannel.Start(SayAsync, 1);
            await foreach (var entry in channel.ReadAllAsync<string>())
            {
                Console.WriteLine(entry);
            }
        }
        catch (LaunchException error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
        }
    }

    // Of this process, and of the workers that it starts itself.
    private static async Task SayAsync(ProcessChannel channel, int depth)
    {
        await channel.SendAsync(Environment.StackTrace.Contains("StartupHook", StringComparison.Ordinal) ? "hook" : "Main");
        if (depth > 0)
        {
            await using var nested = ProcessChannel.Start(SayAsync, depth - 1);
            await foreach (var entry in nested.ReadAllAsync<string>())
            {
                await channel.SendAsync(entry);
            }
        }
    }
}
